using Dashboard.Api.Common;
using Dashboard.Application.Ingest;

namespace Dashboard.Api.Ingest;

/// <summary>The answer to a single call: the id under which the transaction is stored.</summary>
/// <param name="Flags">Names of the rules that flagged it.</param>
public sealed record TransactionTaken(string Id, IReadOnlyList<string> Flags);

/// <summary>The answer for one item of a batch or one line of a stream.</summary>
/// <param name="Position">Of the item in the array from 0, or of the line in the stream from 1.</param>
/// <param name="Outcome"><c>accepted</c>, <c>duplicate</c>, <c>rejected</c> or, in a stream only, <c>refused</c>.</param>
/// <param name="Id">Of the stored transaction; null when there is none.</param>
/// <param name="Flags">Names of the rules that flagged it; null when none did.</param>
/// <param name="Errors">Field → what is wrong, or <c>body</c> → why a stream ended before its last line; null otherwise.</param>
public sealed record ItemAnswer(
    long Position, string Outcome, string? Id, IReadOnlyList<string>? Flags, IReadOnlyDictionary<string, string>? Errors)
{
    internal static ItemAnswer From(long position, IngestResult result) => new(
        position,
        result.Outcome switch
        {
            IngestOutcome.Accepted => ItemOutcomes.Accepted,
            IngestOutcome.Duplicate => ItemOutcomes.Duplicate,
            IngestOutcome.Rejected or IngestOutcome.Conflict => ItemOutcomes.Rejected,
            _ => ItemOutcomes.Refused,
        },
        result.Id?.ToString(),
        result.Flags.Count == 0 ? null : result.Flags,
        result.Errors.Count == 0 ? null : result.Errors);
}

/// <summary>The outcomes of <see cref="ItemAnswer"/>.</summary>
internal static class ItemOutcomes
{
    public const string Accepted = "accepted";
    public const string Duplicate = "duplicate";
    public const string Rejected = "rejected";
    public const string Refused = "refused";

    public static readonly string[] All = [Accepted, Duplicate, Rejected, Refused];
}

/// <summary>The answer to a batch.</summary>
public sealed record BatchAnswer(int Accepted, int Duplicates, int Rejected, IReadOnlyList<ItemAnswer> Items);

internal static class IngestRefusals
{
    /// <summary>The answer to a call that stored nothing.</summary>
    public static RefusalResult For(IngestResult result) => result.Outcome switch
    {
        IngestOutcome.RefusedBusy => Refusals.IngestBusy.With(),
        IngestOutcome.RefusedStoreAway => Refusals.IngestStoreAway.With(),
        IngestOutcome.Conflict => Refusals.ReferenceTaken.With(("id", result.Id!.Value.ToString()), ("errors", Lists(result.Errors))),
        _ => Refusals.InvalidFields(Lists(result.Errors)),
    };

    private static Dictionary<string, string[]> Lists(IReadOnlyDictionary<string, string> errors) =>
        errors.ToDictionary(e => e.Key, e => new[] { e.Value });
}
