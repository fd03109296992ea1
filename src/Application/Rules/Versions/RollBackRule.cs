using Dashboard.Application.Audit;
using Dashboard.Application.Rules.Lab;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Rules;
using FluentValidation;
using MediatR;

namespace Dashboard.Application.Rules.Versions;

/// <summary>Makes a new version, as a draft, that says what an earlier version says.</summary>
public sealed record RollBackRule(string Name, int? Version, Actor By, string? Reason, int? Revision) : IRequest<EditedRule>, IRuleChange;

internal sealed class RollBackRuleValidator : AbstractValidator<RollBackRule>
{
    public RollBackRuleValidator()
    {
        RuleFor(r => r.Version).NotNull().WithMessage("is required").OverridePropertyName("version");
        Include(new RuleChangeValidator());
    }
}

internal sealed class RollBackRuleHandler(IRuleStore store, RuleEditing editing) : IRequestHandler<RollBackRule, EditedRule>
{
    public async Task<EditedRule> Handle(RollBackRule request, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(request.Name, cancellationToken) is not { } before) return EditedRule.Unknown;
        if (RuleEditing.IsStale(before, request)) return new EditedRule(RuleVerdict.Stale, null, []);
        if (before.Find(request.Version!.Value) is not { } old) return EditedRule.Because("There is no such version.");
        var rule = editing.Read(old.Expression, out var errors);
        if (rule is null) return new EditedRule(RuleVerdict.Unreadable, null, errors);
        var next = editing.NextVersion(before, rule, new Content(old.Expression, old.Description, old.Severity), request)
            with
        { Parent = old.Number };
        return await editing.SaveAsync(
            before, [(next, RuleChangeKind.RolledBack, RuleState.Draft)], AuditActions.RuleChanged, request, cancellationToken);
    }

    private sealed record Content(string? Expression, string? Description, AlertSeverity? Severity) : IRuleContent, IRuleRequest;
}
