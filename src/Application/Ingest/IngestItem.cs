namespace Dashboard.Application.Ingest;

/// <summary>One item that a feed received: a payment that it could read, one that it could not read, or one that it cannot take
/// now.</summary>
/// <remarks>A feed hands over all three kinds, so that each received item is counted in one place.</remarks>
public readonly record struct IngestItem
{
    private readonly IReadOnlyDictionary<string, string>? _errors;

    private IngestItem(NewTransaction? transaction, IReadOnlyDictionary<string, string>? errors, IngestOutcome? refusal)
    {
        Transaction = transaction;
        _errors = errors;
        Refusal = refusal;
    }

    /// <summary>The payment; null when the item could not be read or is refused.</summary>
    public NewTransaction? Transaction { get; }

    /// <summary>Field → what is wrong; empty unless the item could not be read.</summary>
    public IReadOnlyDictionary<string, string> Errors => _errors ?? IngestResult.NoErrors;

    /// <summary>Why the feed does not take the item now; null otherwise.</summary>
    public IngestOutcome? Refusal { get; }

    /// <summary>Identifies the item beside its own reference, within its source; null when its call had no key (docs/adr/0023).</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>True when the sender did not name an account, and the feed filled one in: rules about an account do not count
    /// it.</summary>
    public bool AccountIsFilledIn { get; init; }

    public static IngestItem Readable(NewTransaction transaction) => new(transaction, errors: null, refusal: null);

    public static IngestItem Unreadable(IReadOnlyDictionary<string, string> errors) => new(transaction: null, errors, refusal: null);

    public static IngestItem Unreadable(string field, string error) => Unreadable(new Dictionary<string, string> { [field] = error });

    /// <param name="outcome"><see cref="IngestOutcome.RefusedBusy"/> or <see cref="IngestOutcome.RefusedStoreAway"/>.</param>
    public static IngestItem Refused(IngestOutcome outcome) => new(transaction: null, errors: null, outcome);

    /// <summary>The item, or an unreadable one when its source is not one of those that the caller may bring in.</summary>
    /// <param name="sources">Null for a caller that may bring in all.</param>
    public IngestItem Within(IReadOnlySet<string>? sources) =>
        sources is null || Transaction?.Source is not { } source || sources.Contains(source)
            ? this
            : Unreadable("source", "is not one of the sources that the caller may bring in");

    public static implicit operator IngestItem(NewTransaction transaction) => Readable(transaction);
}
