using Dashboard.Domain.Transactions;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>
/// Identifies a transaction for ever, beside its id: its source with the idempotency key of the call, or with its reference.
/// </summary>
internal readonly record struct Identity(bool IsKey, string Source, string Value)
{
    /// <summary>At most two. The key comes first, because a repeated key says most clearly that the caller repeats a call.</summary>
    public static IEnumerable<Identity> Of(TransactionDetails details)
    {
        if (details.IdempotencyKey is { } key) yield return new Identity(true, details.Source, key);
        if (details.Reference is { } reference) yield return new Identity(false, details.Source, reference);
    }
}

/// <summary>The identities of the new transactions in a batch, and the transactions that repeat an earlier one of the same batch.</summary>
internal sealed class Identities
{
    private readonly Dictionary<Identity, TransactionWrite> _firsts = [];
    private readonly Dictionary<TransactionWrite, TransactionWrite> _repeats = [];

    public Identities(IEnumerable<TransactionWrite> writes)
    {
        foreach (var write in writes)
            if (write.IsNew) Add(write);
    }

    /// <summary>Each repeat with the first transaction of its identity.</summary>
    public IReadOnlyDictionary<TransactionWrite, TransactionWrite> Repeats => _repeats;

    public ILookup<(bool IsKey, string Source), string> BySource => _firsts.Keys.ToLookup(i => (i.IsKey, i.Source), i => i.Value);

    public TransactionWrite FirstOf(Identity identity) => _firsts[identity];

    private void Add(TransactionWrite write)
    {
        foreach (var identity in Identity.Of(write.State.Details))
        {
            if (!_firsts.TryGetValue(identity, out var first)) continue;
            _repeats.Add(write, first);
            return;
        }

        foreach (var identity in Identity.Of(write.State.Details)) _firsts.Add(identity, write);
    }
}
