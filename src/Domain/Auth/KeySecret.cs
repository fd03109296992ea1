using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.Domain.Auth;

/// <summary>
/// The secret of an API key: <c>dsh_</c>, a prefix of 8 hexadecimal digits that names the key, <c>_</c>, and 64 hexadecimal digits from a
/// cryptographic generator. The fixed form lets scanners find keys that were published by mistake.
/// </summary>
/// <remarks>256 random bits cannot be guessed, so that a plain SHA-256 protects them; a slow hash is for passwords.</remarks>
public sealed partial record KeySecret
{
    public const int PrefixLength = 8;

    private const string Mark = "dsh_";
    private const int RandomBytes = 32;

    private KeySecret(string text) => Text = text;

    /// <summary>The whole secret, as the caller presents it.</summary>
    public string Text { get; }

    public string Prefix => Text.Substring(Mark.Length, PrefixLength);

    /// <summary>SHA-256 of the text, 32 bytes.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.ASCII.GetBytes(Text));

    /// <summary>True when the text is the secret of the key with that hash. Takes as long for a wrong one as for the right one.</summary>
    public bool Matches(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(Hash(), hash);

    public static KeySecret New() => new(
        $"{Mark}{RandomNumberGenerator.GetHexString(PrefixLength, lowercase: true)}_"
        + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes)));

    public static bool TryParse(string? text, [NotNullWhen(true)] out KeySecret? secret)
    {
        secret = text is not null && Form().IsMatch(text) ? new KeySecret(text) : null;
        return secret is not null;
    }

    /// <summary>True for a text that begins like a key, readable or not.</summary>
    public static bool IsMeant(string text) => text.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>The prefix, never the secret.</summary>
    public override string ToString() => Mark + Prefix;

    [GeneratedRegex("^dsh_[0-9a-f]{8}_[0-9a-f]{64}\\z")]
    private static partial Regex Form();
}
