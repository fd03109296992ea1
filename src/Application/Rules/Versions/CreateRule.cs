using Dashboard.Application.Audit;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Rules;
using FluentValidation;
using MediatR;

namespace Dashboard.Application.Rules.Versions;

/// <summary>Makes a rule. Its first version is a draft.</summary>
public sealed record CreateRule(
    string Name, string? Expression, string? Description, AlertSeverity? Severity, Actor By, string? Reason)
    : IRequest<EditedRule>, IRuleContent, IRuleChange
{
    public int? Revision => null;
}

/// <summary>Makes the next version of a rule, as a draft. The versions in use stay as they are.</summary>
/// <param name="Severity">That of the version before when it is null.</param>
public sealed record ChangeRule(
    string Name, string? Expression, string? Description, AlertSeverity? Severity, Actor By, string? Reason, int? Revision)
    : IRequest<EditedRule>, IRuleContent, IRuleChange;

internal sealed class CreateRuleValidator : AbstractValidator<CreateRule>
{
    // They are calls below /rules.
    private static readonly string[] Taken = ["check", "try", "tries", "explain", "verify", "export", "import", "figures"];

    public CreateRuleValidator()
    {
        RuleFor(r => r.Name).Must(RuleVersion.IsName).OverridePropertyName("name").WithMessage(
            $"must have 1 to {RuleVersion.MaxNameLength} lower-case letters, digits, _ or -, and begin with a letter");
        RuleFor(r => r.Name).Must(n => !Taken.Contains(n)).OverridePropertyName("name")
            .WithMessage("must be none of " + string.Join(", ", Taken));
        Include(new RuleContentValidator());
        Include(new RuleChangeValidator());
    }
}

internal sealed class ChangeRuleValidator : AbstractValidator<ChangeRule>
{
    public ChangeRuleValidator()
    {
        Include(new RuleContentValidator());
        Include(new RuleChangeValidator());
    }
}

internal sealed class EditRuleHandler(IRuleStore store, RuleEditing editing)
    : IRequestHandler<CreateRule, EditedRule>, IRequestHandler<ChangeRule, EditedRule>
{
    public async Task<EditedRule> Handle(CreateRule request, CancellationToken cancellationToken)
    {
        var rule = editing.Read(request.Expression!, out var errors);
        if (rule is null) return new EditedRule(RuleVerdict.Unreadable, null, errors);
        if (await store.FindAsync(request.Name, cancellationToken) is not null) return new EditedRule(RuleVerdict.Exists, null, []);
        var before = new StoredRule(request.Name, 0, []);
        var first = editing.NextVersion(before, rule, request, request);
        return await editing.SaveAsync(
            before, [(first, RuleChangeKind.Created, RuleState.Draft)], AuditActions.RuleCreated, request, cancellationToken);
    }

    public async Task<EditedRule> Handle(ChangeRule request, CancellationToken cancellationToken)
    {
        var rule = editing.Read(request.Expression!, out var errors);
        if (rule is null) return new EditedRule(RuleVerdict.Unreadable, null, errors);
        if (await store.FindAsync(request.Name, cancellationToken) is not { } before) return EditedRule.Unknown;
        if (RuleEditing.IsStale(before, request)) return new EditedRule(RuleVerdict.Stale, null, []);
        var next = editing.NextVersion(before, rule, request, request);
        return await editing.SaveAsync(
            before, [(next, RuleChangeKind.Changed, RuleState.Draft)], AuditActions.RuleChanged, request, cancellationToken);
    }
}
