using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.Application.Audit;
using Dashboard.Domain.Common;

namespace Dashboard.Infrastructure.Audit;

/// <summary>The key of the trail. Signs heads with ECDSA over the curve P-256 and SHA-256, checks the signatures, and gives the key of the
/// seals.</summary>
/// <remarks>Signed is the text <c>chain number hash time sealed</c>, with single spaces, the hash in lower-case hexadecimal digits and the
/// time in microseconds since 1970. The last word is missing for heads of a version without seals.</remarks>
internal sealed class HeadSigner : IDisposable
{
    private static readonly byte[] SealPurpose = "dashboard audit seal"u8.ToArray();

    private readonly ECDsa _key;

    private HeadSigner(ECDsa key) => _key = key;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="CryptographicException">The file is not such a key.</exception>
    public static HeadSigner Read(string file)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            return new HeadSigner(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Makes a key and its file, for the owner of the file alone. False when the file is there already.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static bool MakeMissing(string file)
    {
        if (File.Exists(file)) return false;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // Under its own name only when it is whole: another process may start at the same time.
        var partial = $"{file}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(partial, Encoding.ASCII, options)) writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
        try
        {
            File.Move(partial, file);
            return true;
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(partial);
            return false;
        }
    }

    /// <summary>Names the key: SHA-256 of its public part, in hexadecimal digits.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()));

    /// <summary>Derived from the private key by HKDF-SHA256, so that one file is enough.</summary>
    public AuditSeal Seal()
    {
        var secret = _key.ExportParameters(includePrivateParameters: true).D!;
        return new AuditSeal(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, AuditSeal.Length, info: SealPurpose));
    }

    public SignedHead Sign(AuditHead head) => new(
        head.Chain, head.Number, Convert.ToHexStringLower(head.Hash), head.At.WholeMicroseconds(), head.IsSealed,
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
            $"{head.Chain} {head.Number} {Convert.ToHexStringLower(head.Hash)} {microseconds}{(head.IsSealed ? " sealed" : "")}"));
    }
}

/// <summary>A head as it is kept: a line of JSON.</summary>
/// <param name="Hash">64 hexadecimal digits.</param>
/// <param name="Sealed">Every later entry has a seal; false in lines that a version without seals wrote.</param>
/// <param name="Signature">Base64, in the form of IEEE P1363.</param>
public sealed record SignedHead(string Chain, long Number, string Hash, DateTimeOffset At, bool Sealed, string Signature)
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    /// <exception cref="FormatException">The hash has other characters than hexadecimal digits.</exception>
    public AuditHead ToHead() => new(Chain, Number, Convert.FromHexString(Hash), At, Sealed);

    public string ToLine() => JsonSerializer.Serialize(this, Wire);

    /// <exception cref="JsonException">The line is not a head.</exception>
    public static SignedHead Read(string line) =>
        JsonSerializer.Deserialize<SignedHead>(line, Wire) is { Chain: not null, Hash: not null } head ? head : throw new JsonException("not a signed head");
}
