using Dashboard.Application.Rules.Lab;
using Dashboard.Application.Rules.Language;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;

namespace Dashboard.Application.Rules.Versions;

/// <summary>How a change of a rule ended.</summary>
public enum RuleVerdict
{
    Done,
    Unknown,

    /// <summary>There is a rule of this name already.</summary>
    Exists,

    /// <summary>The rule was changed since the caller read it.</summary>
    Stale,

    /// <summary>The text of the rule has errors.</summary>
    Unreadable,

    /// <summary>The rule may not go there from its state, or not yet.</summary>
    Refused,
}

/// <param name="Rule">As it is stored now; null when there is none.</param>
/// <param name="Errors">Of the text.</param>
/// <param name="Reason">Why the step was refused; null otherwise.</param>
public sealed record EditedRule(RuleVerdict Verdict, RuleDto? Rule, IReadOnlyList<RuleError> Errors, string? Reason = null)
{
    internal static EditedRule Unknown { get; } = new(RuleVerdict.Unknown, null, []);

    internal static EditedRule Because(string reason) => new(RuleVerdict.Refused, null, [], reason);
}

/// <summary>A request that changes a rule.</summary>
public interface IRuleChange
{
    string Name { get; }

    /// <summary>Who changes it, and why.</summary>
    Actor By { get; }

    string? Reason { get; }

    /// <summary>The revision that the caller has seen; null when the caller does not say.</summary>
    int? Revision { get; }
}

/// <summary>What a version of a rule says.</summary>
public interface IRuleContent : IRuleRequest
{
    string? Description { get; }

    AlertSeverity? Severity { get; }
}
