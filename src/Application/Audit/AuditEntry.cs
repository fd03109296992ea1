using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;

namespace Dashboard.Application.Audit;

/// <summary>An event at its place in a chain.</summary>
/// <param name="Id">Time-ordered; the order of all chains together.</param>
/// <param name="Chain">Each node writes a chain of its own, so that nodes do not wait for each other.</param>
/// <param name="Number">1 for the first entry of a chain, without gaps.</param>
/// <param name="Previous">Hash of the entry before; 32 zero bytes for the first one.</param>
/// <param name="Hash">See <see cref="AuditChain"/>; 32 bytes.</param>
/// <param name="Seal">See <see cref="AuditSeal"/>; null for an entry that was written without a key.</param>
public sealed record AuditEntry(
    OrderedId Id, string Chain, long Number, DateTimeOffset At, Actor By, string Action, string Subject, string? Before,
    string? After, byte[] Previous, byte[] Hash, byte[]? Seal = null)
{
    public const int MaxChainLength = 40;
}
