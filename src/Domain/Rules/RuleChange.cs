using Dashboard.Domain.Common;

namespace Dashboard.Domain.Rules;

/// <summary>What happened to a rule.</summary>
public enum RuleChangeKind
{
    Created,
    Changed,
    RolledBack,
    Moved,
    Approved,

    /// <summary>Another version took its place.</summary>
    Replaced,

    /// <summary>The program took it back to Shadow.</summary>
    Stopped,
    Restored,
}

/// <summary>One line of the history of a rule. Never changed.</summary>
public sealed record RuleChange(
    OrderedId Id, string Rule, int Version, RuleChangeKind Kind, RuleState From, RuleState To, int Percent, RuleAuthor By, string Reason,
    DateTimeOffset At);
