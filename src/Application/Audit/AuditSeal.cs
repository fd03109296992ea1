using System.Security.Cryptography;

namespace Dashboard.Application.Audit;

/// <summary>Seals entries with a key that the database does not hold. A caller without the key can neither add an entry nor compute a
/// chain anew.</summary>
/// <remarks>The seal of an entry is HMAC-SHA256 over its hash, so it covers the entry and all entries before it.</remarks>
public sealed class AuditSeal(byte[] key)
{
    public const int Length = HMACSHA256.HashSizeInBytes;

    public byte[] Of(byte[] hash) => HMACSHA256.HashData(key, hash);

    public bool Holds(AuditEntry entry) =>
        entry.Seal is { } seal && CryptographicOperations.FixedTimeEquals(seal, Of(entry.Hash));
}
