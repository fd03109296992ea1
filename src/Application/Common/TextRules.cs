using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Dashboard.Application.Common;

/// <summary>What a text of a caller may consist of, wherever it comes from: a body, a filter, a header or a file.</summary>
/// <remarks>
/// A text is kept in Unicode normal form C, so that two ways to write the same letters are one text. It has at least one visible character.
/// It has no control characters, no characters that change the direction of the text around them, no line or paragraph separators, no
/// noncharacters, no tag characters and no lone surrogates. Lengths count UTF-16 units, after the normal form is made.
/// </remarks>
public static class TextRules
{
    // The normal form of a text has at least a quarter of its length.
    private const int MaxShrink = 4;

    /// <summary>What is wrong with a text that is not one.</summary>
    public static string Requirement(int maxLength) => $"must have 1 to {maxLength} printable characters, at least one of them visible";

    /// <summary>Reads a text into its normal form; false when it breaks a rule.</summary>
    /// <param name="maxLength">In UTF-16 units.</param>
    public static bool TryRead(string? text, int maxLength, [NotNullWhen(true)] out string? read)
    {
        read = null;
        if (text is null || text.Length > maxLength * MaxShrink || !HasOnlyPrintable(text)) return false;
        var normal = text.Normalize();
        if (normal.Length > maxLength) return false;
        read = normal;
        return true;
    }

    /// <summary>True for a text that <see cref="TryRead"/> takes.</summary>
    public static bool IsText(string? text, int maxLength) => TryRead(text, maxLength, out _);

    /// <summary>The normal form of a text that follows the rules, and any other text as it is.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Normalized(string? text, int maxLength) =>
        text is not null && !Ascii.IsValid(text) && TryRead(text, maxLength, out var read) ? read : text;

    /// <summary>A text that another system vouches for, with each forbidden character replaced by U+FFFD, and cut.</summary>
    public static string Cleaned(string text, int maxLength)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var kept = IsForbidden(rune) ? Rune.ReplacementChar : rune;
            if (clean.Length + kept.Utf16SequenceLength > maxLength) break;
            clean.Append(kept);
        }

        return clean.ToString();
    }

    private static bool HasOnlyPrintable(ReadOnlySpan<char> text)
    {
        var isVisible = false;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != System.Buffers.OperationStatus.Done) return false;
            if (IsForbidden(rune)) return false;
            isVisible |= IsVisible(rune);
            text = text[length..];
        }

        return isVisible;
    }

    private static bool IsForbidden(Rune rune) => rune.Value switch
    {
        <= 0x7E => rune.Value < ' ',
        0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x206F) => true, // direction
        0x2028 or 0x2029 => true, // line and paragraph separator
        >= 0xFDD0 and <= 0xFDEF => true, // noncharacters, as are the last two of each plane
        >= 0xE0000 and <= 0xE007F => true, // tags
        var value => (value & 0xFFFE) == 0xFFFE || Rune.IsControl(rune),
    };

    private static bool IsVisible(Rune rune)
    {
        if (rune.IsAscii) return rune.Value > ' ';
        if (Rune.IsWhiteSpace(rune) || IsBlank(rune.Value)) return false;
        return Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark);
    }

    // Letters and symbols that are drawn as nothing: the fillers of Hangul, the empty Braille pattern, and code points without a character
    // that Unicode says are not to be shown.
    private static bool IsBlank(int value) =>
        value is 0x115F or 0x1160 or 0x2065 or 0x2800 or 0x3164 or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0080 and <= 0xE0FFF);
}
