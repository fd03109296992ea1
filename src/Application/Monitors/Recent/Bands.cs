using System.Globalization;
using System.Numerics;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Monitors.Recent;

/// <summary>Divides amounts and processing times into few ranges, so that they can explain as names do.</summary>
internal static class Bands
{
    private const string Refund = "below 0";
    private const int MaxPower = 22;

    private static readonly string[] Limits = ["0", "1", "10", "100", "1,000", "10,000", "100,000", "1,000,000"];

    // Made once: every payment asks for two of them.
    private static readonly string[] Amounts =
        [.. Limits.Select((limit, i) => i + 1 < Limits.Length ? $"{limit} to {Limits[i + 1]}" : "from " + limit)];

    private static readonly string[] Durations = [.. Enumerable.Range(0, MaxPower + 1).Select(power =>
        string.Create(CultureInfo.InvariantCulture, $"{(power == 0 ? 0 : 1 << power):N0} to {2 << power:N0} ms"))];

    /// <summary>The power of ten of an amount in its own currency: <c>100 to 1,000</c>.</summary>
    public static string OfAmount(Money amount)
    {
        if (amount.MinorUnits < 0) return Refund;
        var units = amount.MinorUnits;
        for (var i = 0; i < amount.Currency.Exponent; i++) units /= 10;
        var power = 0;
        for (; units >= 1 && power < Amounts.Length - 1; units /= 10) power++;
        return Amounts[power];
    }

    /// <summary>The power of two of a processing time: <c>512 to 1,024 ms</c>.</summary>
    public static string OfDuration(TimeSpan processingTime)
    {
        var milliseconds = (ulong)Math.Clamp(processingTime.TotalMilliseconds, 0, 1 << MaxPower);
        return Durations[milliseconds == 0 ? 0 : BitOperations.Log2(milliseconds)];
    }
}
