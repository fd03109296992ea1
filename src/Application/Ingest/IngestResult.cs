using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Ingest;

public enum IngestOutcome
{
    /// <summary>Stored and queued.</summary>
    Accepted,

    /// <summary>Stored before under the same source and reference (or key), with the same content.</summary>
    Duplicate,

    /// <summary>The item itself is wrong; sending it again does not help.</summary>
    Rejected,

    /// <summary>Another transaction with different content already uses this reference or key; the errors name the fields that
    /// differ.</summary>
    Conflict,

    /// <summary>Not stored, because the queue is full; to be sent again later.</summary>
    RefusedBusy,

    /// <summary>Not stored, because the store is away or the program is stopping; to be sent again later.</summary>
    RefusedStoreAway,
}

/// <summary>The answer for one item, in the order of the items.</summary>
/// <param name="Id">Of the accepted transaction, or of the one stored earlier under the same reference; null otherwise.</param>
/// <param name="Errors">Field name → what is wrong with it; empty unless rejected or in conflict.</param>
public sealed record IngestResult(IngestOutcome Outcome, TransactionId? Id, IReadOnlyDictionary<string, string> Errors)
{
    /// <summary>One list for all: results without flags are equal when the rest is.</summary>
    internal static readonly IReadOnlyList<string> NoFlags = [];

    internal static readonly IReadOnlyDictionary<string, string> NoErrors = new Dictionary<string, string>();

    /// <summary>Names of the rules that flagged the transaction; empty for most.</summary>
    public IReadOnlyList<string> Flags { get; init; } = NoFlags;

    public bool IsRefused => Outcome is IngestOutcome.RefusedBusy or IngestOutcome.RefusedStoreAway;

    public static IngestResult Rejected(IReadOnlyDictionary<string, string> errors) => new(IngestOutcome.Rejected, null, errors);

    public static IngestResult Refused(IngestOutcome outcome) => new(outcome, null, NoErrors);
}
