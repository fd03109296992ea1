using System.Globalization;
using Dashboard.Infrastructure.Replay.Rows.Fields;

namespace Dashboard.Infrastructure.Replay.Preview;

/// <summary>Says which dates or numbers the cells of a column seem to be.</summary>
internal static class ColumnLook
{
    private static readonly string[] Dates =
    [
        "yyyy-MM-dd", "dd.MM.yyyy", "d.M.yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy", "dd-MM-yyyy", "MM-dd-yyyy", "yyyyMMdd",
        "yyyy/MM/dd", "dd.MM.yy", "dd/MM/yy", "MM/dd/yy", "dd MMM yyyy", "d MMM yyyy", "dd-MMM-yyyy", "MMM d, yyyy", "MMM dd, yyyy",
    ];

    private static readonly string[] Clocks = ["", " HH:mm:ss", " HH:mm", "'T'HH:mm:ss", " h:mm:ss tt", " h:mm tt"];

    private static readonly (string Decimal, string? Thousands)[] Numbers =
    [
        (".", null), (",", null), (".", ","), (",", "."), (".", "'"), (",", " "),
    ];

    /// <returns>Null when the cells are texts, or all are empty.</returns>
    public static string? Describe(IReadOnlyList<string> cells)
    {
        if (cells.Count == 0) return null;
        if (cells.All(c => Application.Common.TimeReader.TryRead(c, out _, out _))) return "times, \"format\": \"rfc3339\"";
        var formats = Dates.SelectMany(d => Clocks.Select(c => d + c)).Where(f => cells.All(c => IsTime(c, f))).ToList();
        if (formats.Count > 0) return "times, \"format\": " + string.Join(" or ", formats.Take(4).Select(f => $"\"{f}\""));

        var amounts = cells.Select(c => AmountText.Parse(c, prefix: null)).ToList();
        if (amounts.Any(a => a is null) || !cells.Any(c => c.AsSpan().ContainsAny('.', ','))) return null;
        var notations = Numbers.Where(n => amounts.All(a => Fits(a!.Value, n))).ToList();
        // A notation with groups says nothing more when no cell has a group.
        if (notations.Exists(n => n.Thousands is null)) notations.RemoveAll(n => n.Thousands is not null);
        return notations.Count == 0 ? null : "amounts, " + string.Join(" or ", notations.Select(Key));
    }

    private static bool IsTime(string cell, string format) =>
        DateTime.TryParseExact(cell, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool Fits(AmountText amount, (string Decimal, string? Thousands) notation) =>
        new NumberFormat(notation.Decimal, notation.Thousands).TryDigits(amount.Digits, "", out _, out _);

    private static string Key((string Decimal, string? Thousands) notation) =>
        $"\"decimal\": \"{notation.Decimal}\"" + (notation.Thousands is null ? "" : $", \"thousands\": \"{notation.Thousands}\"");
}
