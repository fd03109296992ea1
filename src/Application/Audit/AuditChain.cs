using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Application.Audit;

/// <summary>Links entries: each one carries the hash of the one before, so that a changed, removed or inserted entry breaks the
/// chain.</summary>
/// <remarks>
/// The hash is SHA-256 over the hash of the entry before and the fields of this one: chain, number, id, microseconds since 1970, kind, id,
/// name and address of the actor, action, subject, state before, state after. Numbers take 8 bytes, high byte first. Texts are UTF-8 with
/// their length in 4 bytes in front; a missing text has the length 0xFFFFFFFF. docs/security.md repeats this, so that others can check a
/// chain.
/// </remarks>
public static class AuditChain
{
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>The chain of the running program.</summary>
    public const string Program = "program";

    /// <summary>The chain of the command line.</summary>
    public const string Command = "command";

    /// <summary>Before the name of a node of a cluster: each node writes a chain of its own.</summary>
    public const string NodePrefix = "node-";

    /// <summary>Whether the program writes such a chain. Another one was written by something else.</summary>
    public static bool IsOfProgram(string chain) => chain is Program or Command || chain.StartsWith(NodePrefix, StringComparison.Ordinal);

    /// <summary>The hash before the first entry of a chain.</summary>
    public static byte[] Start { get; } = new byte[HashLength];

    public static byte[] HashOf(AuditEntry entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(entry.Previous);
        Text(hash, entry.Chain);
        Number(hash, entry.Number);
        Number(hash, entry.Id.Value);
        Number(hash, (entry.At.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond);
        Text(hash, entry.By.Kind.ToString());
        Text(hash, entry.By.Id);
        Text(hash, entry.By.Name);
        Text(hash, entry.By.Address);
        Text(hash, entry.Action);
        Text(hash, entry.Subject);
        Text(hash, entry.Before);
        Text(hash, entry.After);
        return hash.GetHashAndReset();
    }

    /// <summary>The event as the next entry of a chain.</summary>
    /// <param name="last">Number and hash of the newest entry; 0 and <see cref="Start"/> for an empty chain.</param>
    /// <param name="seal">Null without a key.</param>
    public static AuditEntry Append(string chain, (long Number, byte[] Hash) last, AuditEvent added, AuditSeal? seal = null)
    {
        var entry = new AuditEntry(
            added.Id, chain, last.Number + 1, added.At, added.By, added.Action, added.Subject, added.Before, added.After, last.Hash, []);
        var hash = HashOf(entry);
        return entry with { Hash = hash, Seal = seal?.Of(hash) };
    }

    private static void Text(IncrementalHash hash, string? text)
    {
        Span<byte> length = stackalloc byte[4];
        if (text is null)
        {
            length.Fill(0xFF);
            hash.AppendData(length);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static void Number(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
