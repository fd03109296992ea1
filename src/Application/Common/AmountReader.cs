using System.Diagnostics.CodeAnalysis;

namespace Dashboard.Application.Common;

/// <summary>Reads a decimal number exactly, wherever it comes from: a body, a filter or a file.</summary>
/// <remarks>A number with more digits than a decimal can hold is refused. Nothing is rounded or cut off; zeros at the end do not
/// count.</remarks>
public static class AmountReader
{
    /// <summary>What is wrong with a text that is not a number.</summary>
    public const string Requirement = "must be a decimal number such as 12.50";

    /// <summary>What is wrong with a number that cannot be kept exactly.</summary>
    public const string TooManyDigits = "has more digits than an amount can have";

    private const int MaxScale = 28;
    private const int MaxDigits = 29;
    private const int MaxExponent = 1_000_000;

    /// <summary>Reads an optional sign, digits with an optional decimal point, and an optional exponent, as JSON writes numbers.</summary>
    /// <param name="error">What is wrong with the text, for its sender; null on success.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out decimal amount, [NotNullWhen(false)] out string? error)
    {
        amount = 0;
        error = Requirement;
        var isNegative = text is ['-', ..];
        if (text is ['-' or '+', ..]) text = text[1..];
        if (!TryExponent(ref text, out var exponent)) return false;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.Length + fraction.Length == 0) return false;
        if (whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9')) return false;

        whole = whole.TrimStart('0');
        fraction = fraction.TrimEnd('0');
        error = TooManyDigits;
        if (!TryDigits(whole, fraction, out var digits, out var zerosLeftOut)) return false;
        if (!TryScale(digits, fraction.Length - exponent - zerosLeftOut, isNegative, out amount)) return false;
        error = null;
        return true;
    }

    private static bool TryExponent(ref ReadOnlySpan<char> text, out int exponent)
    {
        exponent = 0;
        var mark = text.IndexOfAny('e', 'E');
        if (mark < 0) return true;
        var digits = text[(mark + 1)..];
        text = text[..mark];
        var isNegative = digits is ['-', ..];
        if (digits is ['-' or '+', ..]) digits = digits[1..];
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return false;
        foreach (var digit in digits) exponent = Math.Min(exponent * 10 + (digit - '0'), MaxExponent);
        if (isNegative) exponent = -exponent;
        return true;
    }

    // The significant digits as a number, without the zeros at the end of a number that has no fraction.
    private static bool TryDigits(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, out UInt128 digits, out int zerosLeftOut)
    {
        var significant = fraction.IsEmpty ? whole.TrimEnd('0') : whole;
        zerosLeftOut = whole.Length - significant.Length;
        digits = 0;
        if (significant.IsEmpty) fraction = fraction.TrimStart('0');
        if (significant.Length + fraction.Length > MaxDigits) return false;
        foreach (var digit in significant) digits = digits * 10 + (UInt128)(digit - '0');
        foreach (var digit in fraction) digits = digits * 10 + (UInt128)(digit - '0');
        return true;
    }

    private static bool TryScale(UInt128 digits, int scale, bool isNegative, out decimal amount)
    {
        amount = 0;
        if (digits == 0) return true;
        if (scale > MaxScale || scale < -MaxScale) return false;
        for (; scale < 0 && digits >> 96 == 0; scale++) digits *= 10;
        if (digits >> 96 != 0) return false;
        var (low, high) = ((ulong)digits, (ulong)(digits >> 64));
        amount = new decimal(unchecked((int)low), unchecked((int)(low >> 32)), unchecked((int)high), isNegative, (byte)scale);
        return true;
    }
}
