using Dashboard.Application.Rules.Lab;
using Dashboard.Domain.Rules;

namespace Dashboard.Application.Rules.Deciding;

/// <summary>What a version of a rule said of a payment that it matched.</summary>
/// <param name="IsFlag">It flagged the payment: it was Live, or in Rollout and the account was among its share.</param>
/// <param name="Because">The conditions that were true, with their values.</param>
public sealed record Decision(string Rule, int Version, RuleState State, bool IsFlag, IReadOnlyList<RuleReason> Because)
{
    /// <summary>The reasons as one sentence, which names no account.</summary>
    public string Sentence => string.Join(' ', Because.Select(b => b.Masked().Sentence));
}

/// <summary>The decisions on one payment.</summary>
/// <param name="Flags">Names of the rules that flagged it, the most severe first; at most as many as a transaction carries.</param>
/// <param name="Reasons">The sentence of each flag.</param>
/// <param name="All">Of every version that matched it, in Shadow as well.</param>
public sealed record PaymentDecisions(IReadOnlyList<string> Flags, IReadOnlyList<string> Reasons, IReadOnlyList<Decision> All)
{
    public static readonly PaymentDecisions None = new([], [], []);
}

/// <summary>The versions that decide from a place in the order of decisions on.</summary>
public sealed record UsedRules(long FirstPlace, IReadOnlyList<UsedVersion> Versions);

public sealed record UsedVersion(string Rule, int Version, RuleState State, int Percent);
