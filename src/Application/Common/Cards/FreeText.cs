using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Domain.Common;

namespace Dashboard.Application.Common.Cards;

/// <summary>Hides card numbers and account numbers in texts that callers choose, for places that must have none: the audit trail and the
/// log.</summary>
/// <remarks>
/// Card numbers are truncated (<see cref="CardNumbers"/>). IBANs, numbers of more than eight digits, and words with at least eight digits
/// are masked (<see cref="AccountMask"/>). A shorter account number cannot be told from another text, so a value that is a filter or a part
/// of an address is hidden as soon as it has a digit.
/// </remarks>
public static partial class FreeText
{
    private const int DigitsOfAWord = 8;
    private const int DigitsOfANumber = 9;

    /// <summary>A name, a purpose or a sentence.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Masked(string? text) =>
        text is null || text.Count(char.IsDigit) < DigitsOfAWord ? text
        : Words().Replace(MaskedIbans(CardNumbers.Truncated(text)), MaskedWord);

    /// <summary>A value that a caller searches for: an id stays, and another value with a digit is masked.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? MaskedFilter(string? value) =>
        value is null || !value.Any(char.IsDigit) || IsId(value) ? value
        : value.StartsWith('/') ? MaskedPath(value)
        : AccountMask.Of(value);

    /// <summary>A path that is no address of the program: <c>*</c> stands for each part with a digit, but for a version such as
    /// v1.</summary>
    public static string MaskedPath(string path) => string.Join(
        '/', path.Split('/').Select(part => part.Any(char.IsDigit) && !(part.Length == 2 && part[0] == 'v') ? "*" : part));

    // Ids of the program, such as 06F3Z8H2K9QXR, prefixes of keys with a letter, and ids of persons at a provider.
    private static bool IsId(string value) =>
        Guid.TryParseExact(value, "D", out _)
        || value.Any(char.IsAsciiLetter) && (OrderedId.TryParse(value, out _) || KeyPrefix().IsMatch(value));

    private static string MaskedIbans(string text)
    {
        StringBuilder? masked = null;
        var copied = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var length = Ibans.LengthAt(text, at);
            if (length == 0) continue;
            (masked ??= new StringBuilder(text.Length)).Append(text, copied, at - copied)
                .Append(AccountMask.Of(text.Substring(at, length).Replace(" ", "", StringComparison.Ordinal)));
            at += length - 1;
            copied = at + 1;
        }

        return masked?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    private static string MaskedWord(Match word)
    {
        var isLong = word.Value.Split('-', '.', '/').Any(part => part.Count(char.IsDigit) >= DigitsOfAWord);
        return isLong || word.Value.Count(char.IsDigit) >= DigitsOfANumber ? AccountMask.Of(word.Value) : word.Value;
    }

    [GeneratedRegex(@"[\p{L}\p{Nd}]+(?:[-./][\p{L}\p{Nd}]+)*")]
    private static partial Regex Words();

    [GeneratedRegex("^(dsh_)?[0-9a-f]{8}$")]
    private static partial Regex KeyPrefix();
}
