using Dashboard.Application.Audit;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Lab;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Rules;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Rules.Versions;

/// <summary>Moves a version of a rule to another state. Another version that would stand in its place is retired.</summary>
/// <param name="Version">Null for the newest one.</param>
/// <param name="Percent">Of the accounts; for Rollout only.</param>
/// <param name="ExpectedShare">The share of payments that a try flagged; the circuit breaker compares with it.</param>
public sealed record MoveRule(
    string Name, RuleState? State, int? Version, int? Percent, double? ExpectedShare, Actor By, string? Reason, int? Revision)
    : IRequest<EditedRule>, IRuleChange;

internal sealed class MoveRuleValidator : AbstractValidator<MoveRule>
{
    public MoveRuleValidator()
    {
        RuleFor(m => m.State).Must(s => s is { } state && state != RuleState.Draft && Enum.IsDefined(state)).OverridePropertyName("state")
            .WithMessage("is required: Shadow, Rollout, Live or Retired");
        RuleFor(m => m.Percent).Must((m, p) => m.State == RuleState.Rollout ? p is >= 1 and <= 99 : p is null)
            .OverridePropertyName("percent").WithMessage("must be between 1 and 99 for Rollout, and absent otherwise");
        RuleFor(m => m.ExpectedShare).Must(s => s is null or (>= 0 and <= 1)).OverridePropertyName("expectedShare")
            .WithMessage("must be between 0 and 1");
        Include(new RuleChangeValidator());
    }
}

internal sealed class MoveRuleHandler(
    IRuleStore store, RuleEditing editing, RulePublication publication, RuleActivation activation,
    IOptions<RuleOptions> options)
    : IRequestHandler<MoveRule, EditedRule>
{
    public async Task<EditedRule> Handle(MoveRule request, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(request.Name, cancellationToken) is not { } before) return EditedRule.Unknown;
        if (RuleEditing.IsStale(before, request)) return new EditedRule(RuleVerdict.Stale, null, []);
        var version = request.Version is { } number ? before.Find(number) : before.Latest;
        if (version is null) return EditedRule.Because("There is no such version.");
        var next = request.State!.Value;
        if (!version.MayMoveTo(next))
            return EditedRule.Because(
                $"Version {version.Number} is {version.State} and cannot become {next}. "
                + "The steps are Draft, Shadow, Rollout, Live, Retired.");
        if (options.Value.SecondPerson && next is RuleState.Rollout or RuleState.Live && version.ApprovedBy is null)
            return EditedRule.Because($"Version {version.Number} needs the approval of a second person before it flags payments.");

        var moved = version.MoveTo(next, request.Percent ?? 0) with { ExpectedShare = request.ExpectedShare ?? version.ExpectedShare };
        if (moved.IsAsked)
        {
            var rule = editing.Read(version.Expression, out var errors);
            if (rule is null) return new EditedRule(RuleVerdict.Unreadable, null, errors);
            if (await publication.RefusalOfAsync(rule, version, cancellationToken) is { } refusal) return EditedRule.Because(refusal);
        }

        var kind = version.StoppedAt is not null && moved.Flags ? RuleChangeKind.Restored : RuleChangeKind.Moved;
        var saved = await editing.SaveAsync(
            before, [(moved, kind, version.State), .. Replaced(before, moved)], AuditActions.RuleMoved, request, cancellationToken);
        // It is stored, so it is brought to the writer also when the caller does not wait for that.
        if (saved.Verdict == RuleVerdict.Done) await activation.ApplyAsync(CancellationToken.None).WaitAsync(cancellationToken);
        return saved;
    }

    // A version in Live ends all others in use. A rollout runs beside the live version, and a shadow beside both.
    private static IEnumerable<(RuleVersion, RuleChangeKind, RuleState)> Replaced(StoredRule rule, RuleVersion moved) =>
        from other in rule.Versions
        where other.Number != moved.Number && moved.IsAsked
        where other.State == moved.State || (moved.State == RuleState.Live && other.State == RuleState.Rollout)
        select (other.MoveTo(RuleState.Retired), RuleChangeKind.Replaced, other.State);
}
