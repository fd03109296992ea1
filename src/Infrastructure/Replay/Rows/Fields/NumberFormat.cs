using Dashboard.Application.Common;

namespace Dashboard.Infrastructure.Replay.Rows.Fields;

/// <summary>How a file writes numbers.</summary>
internal sealed class NumberFormat(string decimalSign, string? thousands)
{
    private static readonly char[] Spaces = [' ', '\u00A0', '\u2009', '\u202F'];

    private static readonly char[] Apostrophes = ['\'', '\u2019'];

    private readonly char _decimal = decimalSign[0];

    private readonly char[] _thousands = thousands is null or "" ? []
        : Spaces.Contains(thousands[0]) ? Spaces
        : Apostrophes.Contains(thousands[0]) ? Apostrophes
        : [thousands[0]];

    public static string? Error(string decimalSign, string? thousands)
    {
        if (decimalSign is not ("." or "," or "'")) return "decimal must be . or ,";
        if (thousands is null or "") return null;
        var isKnown = thousands.Length == 1 && (thousands[0] is '.' or ',' or '_' || Spaces.Concat(Apostrophes).Contains(thousands[0]));
        if (!isKnown) return "thousands must be one of . , ' or a space";
        return thousands == decimalSign ? "thousands must differ from decimal" : null;
    }

    /// <summary>A number with at most a minus or plus before it.</summary>
    public bool TryPlain(string text, string what, out decimal number, out RowProblem problem)
    {
        var sign = text.Length > 0 && text[0] is '-' or '+' ? text[..1] : "";
        if (text.StartsWith('+') || text.StartsWith('-')) text = text[1..];
        if (!TryDigits(text, what, out number, out problem)) return false;
        if (sign == "-") number = -number;
        return true;
    }

    /// <summary>Digits without a sign, with the file's decimal sign, in groups of thousands or without.</summary>
    public bool TryDigits(string text, string what, out decimal number, out RowProblem problem)
    {
        number = 0;
        if (text.Length == 0)
        {
            problem = new RowProblem($"{what} is empty");
            return false;
        }

        var point = text.IndexOf(_decimal, StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? "" : text[(point + 1)..];
        if (Ungrouped(whole) is not { } digits || !fraction.All(char.IsAsciiDigit) || digits.Length + fraction.Length == 0)
        {
            problem = new RowProblem($"{what} is not a decimal number", text);
            return false;
        }

        if (!AmountReader.TryRead($"{digits}.{fraction}", out number, out var error))
        {
            problem = new RowProblem($"{what} {error}", text);
            return false;
        }

        problem = default;
        return true;
    }

    // Null unless the separators, when there are any, stand where they belong: three digits at the end, and two or three between (as in
    // 12,34,567). A decimal sign that is taken for a separator is so found in almost every case.
    private string? Ungrouped(string whole)
    {
        if (whole.All(char.IsAsciiDigit)) return whole;
        if (_thousands.Length == 0) return null;
        var groups = whole.Split(_thousands);
        var isGrouped = groups.All(g => g.All(char.IsAsciiDigit)) && groups[0].Length is >= 1 and <= 3 && groups[^1].Length == 3
            && groups[1..^1].All(g => g.Length is 2 or 3);
        return isGrouped ? string.Concat(groups) : null;
    }
}
