using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Rules;
using FluentValidation;
using MediatR;

namespace Dashboard.Application.Rules.Versions;

/// <summary>The word of a second person for a version. The author of the version cannot give it.</summary>
/// <param name="Version">Null for the newest one.</param>
public sealed record ApproveRule(string Name, int? Version, Actor By, string? Reason, int? Revision) : IRequest<EditedRule>, IRuleChange;

/// <summary>Moves the version that the program took back to Shadow to Live again.</summary>
public sealed record RestoreRule(string Name, Actor By, string? Reason, int? Revision) : IRequest<EditedRule>, IRuleChange;

internal sealed class ApproveRuleValidator : AbstractValidator<ApproveRule>
{
    public ApproveRuleValidator() => Include(new RuleChangeValidator());
}

internal sealed class RestoreRuleValidator : AbstractValidator<RestoreRule>
{
    public RestoreRuleValidator() => Include(new RuleChangeValidator());
}

internal sealed class ApproveRuleHandler(IRuleStore store, RuleEditing editing) : IRequestHandler<ApproveRule, EditedRule>
{
    public async Task<EditedRule> Handle(ApproveRule request, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(request.Name, cancellationToken) is not { } before) return EditedRule.Unknown;
        if (RuleEditing.IsStale(before, request)) return new EditedRule(RuleVerdict.Stale, null, []);
        var version = request.Version is { } number ? before.Find(number) : before.Latest;
        if (version is null) return EditedRule.Because("There is no such version.");
        var by = RuleAuthor.Of(request.By);
        if (by.IsSameAs(version.By)) return EditedRule.Because("The author of a version cannot approve it.");
        return await editing.SaveAsync(
            before, [(version with { ApprovedBy = by }, RuleChangeKind.Approved, version.State)], AuditActions.RuleApproved, request,
            cancellationToken);
    }
}

internal sealed class RestoreRuleHandler(IRuleStore store, IMediator mediator) : IRequestHandler<RestoreRule, EditedRule>
{
    // A person has seen how much it matches, so its share does not stop it again.
    private const double Everything = 1;

    public async Task<EditedRule> Handle(RestoreRule request, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(request.Name, cancellationToken) is not { } before) return EditedRule.Unknown;
        if (before.Versions.LastOrDefault(v => v is { StoppedAt: not null, State: RuleState.Shadow }) is not { } stopped)
            return EditedRule.Because("The program has not taken a version of this rule back to Shadow.");
        return await mediator.Send(
            new MoveRule(
                request.Name, RuleState.Live, stopped.Number, null, Everything, request.By, request.Reason,
                request.Revision ?? before.Revision),
            cancellationToken);
    }
}
