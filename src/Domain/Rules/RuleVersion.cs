using Dashboard.Domain.Alerts;
using Dashboard.Domain.Common;

namespace Dashboard.Domain.Rules;

/// <summary>One version of a rule. What it says never changes; only its state does.</summary>
public sealed record RuleVersion
{
    /// <value>As long as the name of a flag and of an alert's rule.</value>
    public const int MaxNameLength = Alert.MaxRuleLength;

    public const int MaxExpressionLength = 2_000;
    public const int MaxDescriptionLength = 400;
    public const int MaxReasonLength = 400;

    /// <summary>Lower-case letters, digits, <c>_</c> and <c>-</c>, beginning with a letter.</summary>
    public required string Rule { get; init; }

    /// <summary>Counts from 1.</summary>
    public required int Number { get; init; }

    /// <summary>As its author wrote it.</summary>
    public required string Expression { get; init; }

    /// <summary>In the standard form.</summary>
    public required string Canonical { get; init; }

    public required string? Description { get; init; }

    /// <summary>That of the alerts that it raises.</summary>
    public required AlertSeverity Severity { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required RuleAuthor By { get; init; }

    public required string Reason { get; init; }

    /// <summary>The version that it was made from; null for the first one.</summary>
    public required int? Parent { get; init; }

    public RuleState State { get; init; }

    /// <summary>Of the accounts, while it is in rollout; 0 otherwise.</summary>
    public int Percent { get; init; }

    /// <summary>The second person; null when there is none.</summary>
    public RuleAuthor? ApprovedBy { get; init; }

    /// <summary>When the program took it back to Shadow; null when it did not, or when somebody has moved it since.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>The share of payments that a try flagged, from 0 to 1; null when nobody said.</summary>
    public double? ExpectedShare { get; init; }

    /// <summary>It is asked about each payment.</summary>
    public bool IsAsked => State is RuleState.Shadow or RuleState.Rollout or RuleState.Live;

    public bool Flags => State is RuleState.Rollout or RuleState.Live;

    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= MaxNameLength } && char.IsAsciiLetterLower(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-');

    /// <summary>The only place that says which step may follow which.</summary>
    public bool MayMoveTo(RuleState next) => (State, next) switch
    {
        (RuleState.Draft, RuleState.Shadow or RuleState.Retired) => true,
        (RuleState.Shadow, RuleState.Rollout or RuleState.Live or RuleState.Retired) => true,
        (RuleState.Rollout, RuleState.Shadow or RuleState.Rollout or RuleState.Live or RuleState.Retired) => true,
        (RuleState.Live, RuleState.Shadow or RuleState.Rollout or RuleState.Retired) => true,
        _ => false,
    };

    /// <param name="percent">Of the accounts, 1 … 99, for a rollout.</param>
    /// <exception cref="DomainException">The step is not allowed.</exception>
    public RuleVersion MoveTo(RuleState next, int percent = 0)
    {
        if (!MayMoveTo(next)) throw new DomainException($"Version {Number} of {Rule} is {State} and cannot become {next}.");
        if (next == RuleState.Rollout && percent is < 1 or > 99) throw new DomainException("A rollout takes 1 to 99 % of the accounts.");
        return this with { State = next, Percent = next == RuleState.Rollout ? percent : 0, StoppedAt = null };
    }

    /// <summary>Takes it back because it did other than was expected of it.</summary>
    public RuleVersion Stop(DateTimeOffset at) => MoveTo(RuleState.Shadow) with { StoppedAt = at };
}
