using System.Text.Json.Nodes;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Rules;

namespace Dashboard.Application.Rules.Versions;

/// <summary>A rule: its newest version, and the versions that decide on payments.</summary>
/// <param name="Revision">Counts the changes of the rule. It is the ETag of the rule.</param>
/// <param name="State">Of the version that has come furthest; Retired only when all have.</param>
/// <param name="Versions">The newest version and those in Shadow, Rollout or Live, newest first.</param>
public sealed record RuleDto(string Name, int Revision, RuleState State, IReadOnlyList<RuleVersionDto> Versions)
{
    private static readonly RuleState[] Furthest = [RuleState.Live, RuleState.Rollout, RuleState.Shadow, RuleState.Draft];

    internal static RuleDto Of(StoredRule rule, IReadOnlyCollection<string> lists) => new(
        rule.Name, rule.Revision,
        Furthest.Where(s => rule.Versions.Any(v => v.State == s)).DefaultIfEmpty(RuleState.Retired).First(),
        [
            .. rule.Versions.Where(v => v.IsAsked || v.Number == rule.Latest.Number).OrderByDescending(v => v.Number)
                .Select(v => RuleVersionDto.Of(v, lists)),
        ]);
}

/// <summary>All rules.</summary>
public sealed record RuleList(IReadOnlyList<RuleDto> Rules);

/// <summary>All versions of a rule, newest first.</summary>
public sealed record RuleVersionList(IReadOnlyList<RuleVersionDto> Versions);

/// <summary>One version of a rule. Only its state changes.</summary>
/// <param name="Version">Counts from 1.</param>
/// <param name="Percent">Of the accounts, in Rollout; 0 otherwise.</param>
/// <param name="Severity">That of the alerts that it raises.</param>
/// <param name="Expression">As its author wrote it.</param>
/// <param name="Canonical">In the standard form.</param>
/// <param name="Sentence">In plain English; null when the program cannot read the rule any more.</param>
/// <param name="Form">The same as a form of conditions; null when the program cannot read the rule any more.</param>
/// <param name="Problems">Why the program cannot read the rule, such as a named list that is gone; empty otherwise.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="IsAsserted">The name was given by the caller, and no sign-in vouches for it.</param>
/// <param name="Parent">The version that it was made from; null for the first one.</param>
/// <param name="ApprovedBy">The second person; null when there is none.</param>
/// <param name="StoppedAt">When the program took it back to Shadow; null when it did not.</param>
/// <param name="ExpectedShare">The share of payments that a try flagged, from 0 to 1; null when nobody said.</param>
public sealed record RuleVersionDto(
    string Rule, int Version, RuleState State, int Percent, AlertSeverity Severity, string? Description, string Expression,
    string Canonical, string? Sentence, JsonObject? Form, IReadOnlyList<string> Fields, IReadOnlyList<string> Features,
    IReadOnlyList<string> Problems, DateTimeOffset CreatedAt, string By, bool IsAsserted, string Reason, int? Parent, string? ApprovedBy,
    DateTimeOffset? StoppedAt, double? ExpectedShare)
{
    internal static RuleVersionDto Of(RuleVersion version, IReadOnlyCollection<string> lists)
    {
        var rule = Language.Rule.Read(version.Expression, lists, out var errors);
        return new RuleVersionDto(
            version.Rule, version.Number, version.State, version.Percent, version.Severity, version.Description, version.Expression,
            version.Canonical, rule?.Sentence, rule?.Form.AsObject(), [.. rule?.Fields.Select(Words.Of) ?? []],
            [.. rule?.Features.Select(f => f.ToString()) ?? []], [.. errors.Select(e => e.Message)], version.CreatedAt, version.By.Name,
            version.By.IsAsserted, version.Reason, version.Parent, version.ApprovedBy?.Name, version.StoppedAt, version.ExpectedShare);
    }
}

/// <summary>One line of the history of a rule.</summary>
/// <param name="From">The state before; the same as <paramref name="To"/> when it did not change.</param>
/// <param name="Percent">Of the accounts, for a step to Rollout; 0 otherwise.</param>
public sealed record RuleChangeDto(
    string Id, int Version, RuleChangeKind Kind, RuleState From, RuleState To, int Percent, string By, bool IsAsserted, string Reason,
    DateTimeOffset At)
{
    internal static RuleChangeDto Of(RuleChange change) => new(
        change.Id.ToString(), change.Version, change.Kind, change.From, change.To, change.Percent, change.By.Name, change.By.IsAsserted,
        change.Reason, change.At);
}

/// <summary>What happened to a rule, newest first; at most the newest 500 changes.</summary>
public sealed record RuleHistory(IReadOnlyList<RuleChangeDto> Changes);

/// <summary>The difference between two versions, word by word of their standard form.</summary>
/// <param name="IsSame">The standard forms are equal.</param>
/// <param name="Fields">What else differs: <c>description</c>, <c>severity</c>.</param>
public sealed record RuleDiff(string Rule, int From, int To, bool IsSame, IReadOnlyList<RuleDiffPart> Parts, IReadOnlyList<string> Fields);

/// <param name="Change"><c>same</c>, <c>removed</c> or <c>added</c>.</param>
public sealed record RuleDiffPart(string Change, string Text);
