using Dashboard.Application.Audit;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Rules.Labels;

/// <summary>What a transaction turned out to be, and who says so.</summary>
/// <param name="IsFromFile">It came with a file of chargebacks.</param>
public sealed record TransactionLabel(
    TransactionId Id, FraudLabel Label, bool IsFromFile, RuleAuthor By, string? Note, DateTimeOffset At);

/// <summary>Decisions of a version, by the label of their transactions.</summary>
/// <param name="Label">Null for those without a label.</param>
public readonly record struct LabelledDecisions(string Rule, int Version, FraudLabel? Label, long Count);

/// <summary>Keeps the labels.</summary>
public interface ILabelStore
{
    /// <summary>Stores labels in place of earlier ones, and their entry of the trail with them.</summary>
    Task SaveAsync(IReadOnlyList<TransactionLabel> labels, AuditEvent entry, CancellationToken cancellationToken);

    Task<TransactionLabel?> FindAsync(TransactionId id, CancellationToken cancellationToken);

    /// <summary>The ids of transactions under references of a source, or of any source when it is null.</summary>
    Task<IReadOnlyList<(string Reference, TransactionId Id)>> ByReferenceAsync(
        string? source, IReadOnlyCollection<string> references, CancellationToken cancellationToken);

    /// <summary>Those of these ids that are stored.</summary>
    Task<IReadOnlySet<TransactionId>> StoredAsync(IReadOnlyCollection<TransactionId> ids, CancellationToken cancellationToken);

    /// <summary>The labels of a range of ids.</summary>
    Task<IReadOnlyDictionary<long, FraudLabel>> RangeAsync(long first, long before, CancellationToken cancellationToken);

    /// <summary>All stored decisions, counted.</summary>
    Task<IReadOnlyList<LabelledDecisions>> CountAsync(CancellationToken cancellationToken);

    /// <summary>Hits of each version in each of the last hours.</summary>
    /// <param name="since">The beginning of the first hour.</param>
    Task<IReadOnlyList<(string Rule, int Version, DateTimeOffset Hour, long Count)>> PerHourAsync(
        DateTimeOffset since, CancellationToken cancellationToken);
}
