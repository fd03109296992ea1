using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Dashboard.Application.Common.Cards;

/// <summary>Finds card numbers (PANs) in a text and truncates them.</summary>
/// <remarks>
/// A card number has 13 to 19 digits, a length and first digits that an issuer uses, and a correct check digit (Luhn). Spaces, hyphens and
/// dots may stand between its digits. It begins and ends where a group of digits does, so a part of a longer number is not one. Digits of
/// an IBAN are not a card number. One in some thirty other numbers of that length looks like one by chance.
/// </remarks>
public static class CardNumbers
{
    /// <summary>Digits that stay readable at the beginning; PCI DSS 3.4.1 allows no more for the shorter card numbers.</summary>
    private const int First = 6;

    /// <summary>Digits that stay readable at the end.</summary>
    private const int Last = 4;

    private const int MaxSeparators = 3;
    private const int MinFirstGroup = 4;
    private const int MinGroup = 3;

    public static bool Contains([NotNullWhen(true)] string? text) => MayContain(text) && Find(Digits(text)).Count > 0;

    /// <summary>The text with each card number as its first six and last four digits, with <c>*</c> for each digit between them. One card
    /// number always gives one text, with and without spaces.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Truncated(string? text)
    {
        if (!MayContain(text)) return text;
        var digits = Digits(text);
        var found = Find(digits);
        if (found.Count == 0) return text;
        var truncated = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var (start, length) in found)
        {
            truncated.Append(text, copied, digits[start].At - copied);
            for (var i = 0; i < length; i++)
            {
                var isShown = i < First || i >= length - Last;
                truncated.Append(isShown ? (char)('0' + digits[start + i].Value) : '*');
            }

            copied = digits[start + length - 1].End;
        }

        return truncated.Append(text, copied, text.Length - copied).ToString();
    }

    // Most texts end here.
    private static bool MayContain([NotNullWhen(true)] string? text)
    {
        if (text is null || text.Length < CardIssuers.MinLength) return false;
        var digits = 0;
        foreach (var c in text)
            if (char.IsAsciiDigit(c) || c > '\u007f') digits++;
        return digits >= CardIssuers.MinLength;
    }

    private static List<(int Start, int Length)> Find(List<Digit> digits)
    {
        var found = new List<(int, int)>();
        for (var start = 0; start <= digits.Count - CardIssuers.MinLength;)
        {
            var length = digits[start].StartsGroup ? LengthAt(digits, start) : 0;
            if (length > 0) found.Add((start, length));
            start += Math.Max(length, 1);
        }

        return found;
    }

    // The longest card number that begins here; 0 when none does.
    private static int LengthAt(List<Digit> digits, int start)
    {
        var longest = 0;
        for (var end = start + 1; end <= digits.Count && end - start <= CardIssuers.MaxLength; end++)
        {
            var isEndOfGroup = end == digits.Count || digits[end].StartsGroup;
            if (isEndOfGroup && IsCardNumber(digits, start, end - start) && IsGroupedAsOne(digits, start, end)) longest = end - start;
            if (end < digits.Count && digits[end].StartsRun) break;
        }

        return longest;
    }

    private static bool IsCardNumber(List<Digit> digits, int start, int length)
    {
        if (length < CardIssuers.MinLength) return false;
        var first = 0;
        for (var i = 0; i < CardIssuers.PrefixLength; i++) first = first * 10 + digits[start + i].Value;
        if (!CardIssuers.Issues(first, length)) return false;

        var sum = 0;
        for (var i = 0; i < length; i++)
        {
            var value = digits[start + length - 1 - i].Value;
            if (i % 2 == 1) value = value < 5 ? value * 2 : value * 2 - 9;
            sum += value;
        }

        return sum % 10 == 0;
    }

    // As cards are written: groups of one size, or a first group of four or more and no short one before the last. Otherwise a date and a
    // card number after it could be taken for one number.
    private static bool IsGroupedAsOne(List<Digit> digits, int start, int end)
    {
        var (first, size, isEven, isPlain) = (0, 0, true, true);
        for (var i = start; i < end; i++)
        {
            if (digits[i].StartsGroup && i > start)
            {
                if (first == 0) (first, isPlain) = (size, size >= MinFirstGroup);
                (isEven, isPlain, size) = (isEven && size == first, isPlain && size >= MinGroup, 0);
            }

            size++;
        }

        return first == 0 || isPlain || (isEven && size <= first);
    }

    private static List<Digit> Digits(string text)
    {
        var digits = new List<Digit>(text.Length);
        var ibanEnd = 0;
        var (isNewRun, separators) = (true, 0);
        for (var at = 0; at < text.Length;)
        {
            if (at >= ibanEnd && Ibans.LengthAt(text, at) is > 0 and var iban)
            {
                (at, ibanEnd) = (at + iban, at + iban);
                isNewRun = true;
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            if (Rune.IsDigit(rune))
            {
                digits.Add(new((int)Rune.GetNumericValue(rune), at, at + length, isNewRun || separators > 0, isNewRun));
                (isNewRun, separators) = (false, 0);
            }
            else if (!IsSeparator(rune) || ++separators > MaxSeparators)
            {
                isNewRun = true;
            }

            at += length;
        }

        return digits;
    }

    private static bool IsSeparator(Rune rune) => rune.Value == '.' || Rune.GetUnicodeCategory(rune) is
        System.Globalization.UnicodeCategory.SpaceSeparator or System.Globalization.UnicodeCategory.DashPunctuation
        or System.Globalization.UnicodeCategory.Format;

    /// <param name="StartsGroup">It follows something other than a digit.</param>
    /// <param name="StartsRun">It follows something that cannot stand in a card number.</param>
    private readonly record struct Digit(int Value, int At, int End, bool StartsGroup, bool StartsRun);
}
