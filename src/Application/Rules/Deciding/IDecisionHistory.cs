using Dashboard.Application.Common;
using Dashboard.Application.Rules.Lab;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Rules.Deciding;

/// <summary>A stored decision on one transaction.</summary>
public sealed record StoredDecision(TransactionId Id, Decision Decision, DateTimeOffset At);

/// <summary>Reads what rules decided.</summary>
public interface IDecisionHistory
{
    /// <summary>The decisions on a transaction, by rule and version.</summary>
    Task<IReadOnlyList<StoredDecision>> OfAsync(TransactionId id, CancellationToken cancellationToken);

    /// <summary>The decisions on the transactions of a range of ids, by id, rule and version; at most so many.</summary>
    Task<IReadOnlyList<StoredDecision>> RangeAsync(long first, long before, int limit, CancellationToken cancellationToken);

    /// <summary>Which versions decided from which place on, in that order.</summary>
    Task<IReadOnlyList<UsedRules>> UsedAsync(CancellationToken cancellationToken);
}

/// <summary>The decisions on a transaction, by rule and version.</summary>
public sealed record DecisionList(IReadOnlyList<DecisionDto> Decisions) : IMaskable
{
    public object Masked() => new DecisionList([.. Decisions.Select(d => d.Masked())]);
}

/// <summary>What a version of a rule decided on a transaction.</summary>
/// <param name="IsFlag">It flagged the transaction. A version in Shadow never does.</param>
/// <param name="Because">The conditions that were true, with their values at that time.</param>
/// <param name="Sentence">The same for people.</param>
public sealed record DecisionDto(
    string Rule, int Version, RuleState State, bool IsFlag, DateTimeOffset DecidedAt, IReadOnlyList<RuleReason> Because, string Sentence)
    : IMaskable
{
    public static DecisionDto Of(StoredDecision stored) => new(
        stored.Decision.Rule, stored.Decision.Version, stored.Decision.State, stored.Decision.IsFlag, stored.At, stored.Decision.Because,
        string.Join(' ', stored.Decision.Because.Select(b => b.Sentence)));

    public DecisionDto Masked() => this with
    {
        Because = [.. Because.Select(b => b.Masked())],
        Sentence = string.Join(' ', Because.Select(b => b.Masked().Sentence)),
    };

    object IMaskable.Masked() => Masked();
}
