using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.Application.Audit;
using Dashboard.Domain.Common;

namespace Dashboard.Infrastructure.Audit;

/// <summary>Signs heads with ECDSA over the curve P-256 and SHA-256, and checks the signatures.</summary>
/// <remarks>Signed is the text <c>chain number hash time</c>, with single spaces, the hash in lower-case hexadecimal digits and the time in
/// microseconds since 1970.</remarks>
internal sealed class HeadSigner : IDisposable
{
    private readonly ECDsa _key;

    private HeadSigner(ECDsa key) => _key = key;

    /// <summary>Reads the key, or makes the file when it is missing: for its owner alone.</summary>
    /// <exception cref="IOException">The file cannot be read or made.</exception>
    /// <exception cref="CryptographicException">The file is not such a key.</exception>
    public static HeadSigner Open(string file)
    {
        var key = ECDsa.Create();
        try
        {
            if (File.Exists(file))
            {
                key.ImportFromPem(File.ReadAllText(file));
            }
            else
            {
                key.GenerateKey(ECCurve.NamedCurves.nistP256);
                var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
                if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                using var writer = new StreamWriter(file, Encoding.ASCII, options);
                writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
            }
        }
        catch
        {
            key.Dispose();
            throw;
        }

        return new HeadSigner(key);
    }

    public SignedHead Sign(AuditHead head) => new(
        head.Chain, head.Number, Convert.ToHexStringLower(head.Hash), head.At.WholeMicroseconds(),
        Convert.ToBase64String(_key.SignData(TextOf(head), HashAlgorithmName.SHA256)));

    public bool IsValid(SignedHead head)
    {
        try
        {
            return _key.VerifyData(TextOf(head.ToHead()), Convert.FromBase64String(head.Signature), HashAlgorithmName.SHA256);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public void Dispose() => _key.Dispose();

    private static byte[] TextOf(AuditHead head)
    {
        var microseconds = (head.At.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
        return Encoding.UTF8.GetBytes(FormattableString.Invariant(
            $"{head.Chain} {head.Number} {Convert.ToHexStringLower(head.Hash)} {microseconds}"));
    }
}

/// <summary>A head as it is kept: a line of JSON.</summary>
/// <param name="Hash">64 hexadecimal digits.</param>
/// <param name="Signature">Base64, in the form of IEEE P1363.</param>
public sealed record SignedHead(string Chain, long Number, string Hash, DateTimeOffset At, string Signature)
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    /// <exception cref="FormatException">The hash has other characters than hexadecimal digits.</exception>
    public AuditHead ToHead() => new(Chain, Number, Convert.FromHexString(Hash), At);

    public string ToLine() => JsonSerializer.Serialize(this, Wire);

    /// <exception cref="JsonException">The line is not a head.</exception>
    public static SignedHead Read(string line) =>
        JsonSerializer.Deserialize<SignedHead>(line, Wire) is { Chain: not null, Hash: not null } head ? head : throw new JsonException("not a signed head");
}
