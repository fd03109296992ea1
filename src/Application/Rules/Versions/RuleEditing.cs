using System.Globalization;
using Dashboard.Application.Audit;
using Dashboard.Application.Common;
using Dashboard.Application.Rules.Lab;
using Dashboard.Application.Rules.Language;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Common;
using Dashboard.Domain.Rules;
using FluentValidation;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Rules.Versions;

internal sealed class RuleChangeValidator : AbstractValidator<IRuleChange>
{
    public RuleChangeValidator() => RuleFor(c => c.Reason).Must(r => TextRules.IsText(r, RuleVersion.MaxReasonLength))
        .WithMessage(TextRules.Requirement(RuleVersion.MaxReasonLength) + ": say why").OverridePropertyName("reason");
}

internal sealed class RuleContentValidator : AbstractValidator<IRuleContent>
{
    public RuleContentValidator()
    {
        Include(new RuleRequestValidator());
        RuleFor(c => c.Expression).Must(e => e?.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) != true)
            .WithMessage("must have no control characters but line breaks and tabs").OverridePropertyName("expression");
        RuleFor(c => c.Description).Must(d => d is null || TextRules.IsText(d, RuleVersion.MaxDescriptionLength))
            .WithMessage(TextRules.Requirement(RuleVersion.MaxDescriptionLength)).OverridePropertyName("description");
        RuleFor(c => c.Severity).Must(s => s is null || Enum.IsDefined(s.Value))
            .WithMessage("must be one of " + string.Join(", ", Enum.GetNames<AlertSeverity>())).OverridePropertyName("severity");
    }
}

/// <summary>What all changes of rules have in common: their line in the history, their entry in the audit trail, and that nobody
/// overwrites what he has not seen.</summary>
internal sealed class RuleEditing(
    IRuleStore store, AuditTrail trail, OrderedIds ids, TimeProvider clock, IOptions<RuleOptions> options)
{
    public DateTimeOffset Now => clock.GetUtcNow().WholeMicroseconds();

    public Rule? Read(string expression, out IReadOnlyList<RuleError> errors) => Rule.Read(expression, Lists, out errors);

    /// <summary>The next version, in Draft.</summary>
    public RuleVersion NextVersion(StoredRule before, Rule rule, IRuleContent content, IRuleChange change)
    {
        RuleVersion? latest = before.Versions.Count > 0 ? before.Latest : null;
        return new RuleVersion
        {
            Rule = before.Name,
            Number = (latest?.Number ?? 0) + 1,
            Expression = content.Expression!,
            Canonical = rule.Canonical,
            Description = TextRules.Normalized(content.Description, RuleVersion.MaxDescriptionLength),
            Severity = content.Severity ?? latest?.Severity ?? AlertSeverity.Warning,
            CreatedAt = Now,
            By = RuleAuthor.Of(change.By),
            Reason = TextRules.Normalized(change.Reason, RuleVersion.MaxReasonLength)!,
            Parent = latest?.Number,
        };
    }

    public RuleChange Line(RuleVersion after, RuleChangeKind kind, RuleState from, IRuleChange change) => new(
        ids.Next(), after.Rule, after.Number, kind, from, after.State, after.Percent, RuleAuthor.Of(change.By),
        TextRules.Normalized(change.Reason, RuleVersion.MaxReasonLength)!, Now);

    /// <summary>Stores versions that are new or have another state, each with its line in the history.</summary>
    public async Task<EditedRule> SaveAsync(
        StoredRule before, IReadOnlyList<(RuleVersion Version, RuleChangeKind Kind, RuleState From)> changed, string action,
        IRuleChange change, CancellationToken cancellationToken)
    {
        var entry = trail.Event(
            change.By, action, before.Name, before.Versions.Count == 0 ? null : Described(before), new
            {
                change.Reason,
                Versions = changed.Select(c => new { Version = c.Version.Number, c.Version.State, c.Version.Percent, c.Version.Canonical }),
            });
        var edit = new RuleEdit(
            before, [.. changed.Select(c => c.Version)], [.. changed.Select(c => Line(c.Version, c.Kind, c.From, change))], entry);
        return await store.SaveAsync(edit, cancellationToken)
            ? Done(edit.After)
            : new EditedRule(before.Revision == 0 ? RuleVerdict.Exists : RuleVerdict.Stale, null, []);
    }

    public EditedRule Done(StoredRule rule) => new(RuleVerdict.Done, RuleDto.Of(rule, Lists), []);

    public static bool IsStale(StoredRule rule, IRuleChange change) => change.Revision is { } seen && seen != rule.Revision;

    public static string VersionName(RuleVersion version) =>
        string.Create(CultureInfo.InvariantCulture, $"version {version.Number} of {version.Rule}");

    private string[] Lists => [.. options.Value.Lists.Keys];

    private static object Described(StoredRule rule) => new
    {
        rule.Revision,
        Versions = rule.Versions.Where(v => v.IsAsked || v == rule.Latest)
            .Select(v => new { Version = v.Number, v.State, v.Percent, v.Canonical }),
    };
}
