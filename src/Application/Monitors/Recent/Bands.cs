using System.Globalization;
using System.Numerics;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Monitors.Recent;

/// <summary>Divides amounts and processing times into few ranges, so that they can explain as names do.</summary>
internal static class Bands
{
    private static readonly string[] Powers = ["0", "1", "10", "100", "1,000", "10,000", "100,000", "1,000,000"];

    /// <summary>The power of ten of an amount in its own currency: <c>100 to 1,000</c>.</summary>
    public static string OfAmount(Money amount)
    {
        if (amount.MinorUnits < 0) return "below 0";
        var units = decimal.Truncate(amount.Amount);
        var power = 0;
        for (var left = units; left >= 1 && power < Powers.Length - 1; left = decimal.Truncate(left / 10)) power++;
        return power == Powers.Length - 1 ? "from " + Powers[power] : $"{Powers[power]} to {Powers[power + 1]}";
    }

    /// <summary>The power of two of a processing time: <c>512 to 1,024 ms</c>.</summary>
    public static string OfDuration(TimeSpan processingTime)
    {
        var milliseconds = (ulong)Math.Clamp(processingTime.TotalMilliseconds, 0, 1 << 22);
        var power = milliseconds == 0 ? 0 : BitOperations.Log2(milliseconds);
        return string.Create(CultureInfo.InvariantCulture, $"{(power == 0 ? 0 : 1 << power):N0} to {2 << power:N0} ms");
    }
}
