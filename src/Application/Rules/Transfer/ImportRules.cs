using System.Globalization;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Versions;
using Dashboard.Domain.Auth;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace Dashboard.Application.Rules.Transfer;

/// <summary>All rules as one text.</summary>
public sealed record ExportRules : IRequest<string>;

/// <summary>Makes drafts of the rules of a text that differ from the stored ones. Rules that the text does not name stay as they
/// are.</summary>
/// <param name="DryRun">Says what it would do, and does nothing.</param>
public sealed record ImportRules(string? Text, bool DryRun, Actor By, string? Reason) : IRequest<RuleImport>, IRuleChange
{
    public const int MaxLength = 1_000_000;

    public string Name => "";

    public int? Revision => null;
}

/// <param name="Rules">Each rule of the text.</param>
/// <param name="NotNamed">Stored rules that the text does not name. They stay as they are.</param>
public sealed record RuleImport(bool DryRun, IReadOnlyList<ImportedRule> Rules, IReadOnlyList<string> NotNamed);

/// <param name="Action"><c>created</c>, <c>changed</c>, <c>same</c> or, in a dry run, <c>invalid</c>.</param>
/// <param name="Version">That it makes or made; that which is stored when nothing differs.</param>
/// <param name="Parts">The difference from the stored text, word by word; empty without one.</param>
public sealed record ImportedRule(
    string Name, int Line, string Action, int? Version, IReadOnlyList<RuleDiffPart> Parts, IReadOnlyList<RuleError> Errors);

internal sealed class ImportRulesValidator : AbstractValidator<ImportRules>
{
    public ImportRulesValidator()
    {
        RuleFor(i => i.Text).Must(t => t?.Length is > 0 and <= ImportRules.MaxLength).OverridePropertyName("text")
            .WithMessage(string.Create(CultureInfo.InvariantCulture, $"must have 1 to {ImportRules.MaxLength} characters"));
        RuleFor(i => i).SetValidator(new RuleChangeValidator()).When(i => !i.DryRun);
    }
}

internal sealed class TransferRulesHandler(IRuleStore store, RuleEditing editing, IMediator mediator)
    : IRequestHandler<ExportRules, string>, IRequestHandler<ImportRules, RuleImport>
{
    public async Task<string> Handle(ExportRules request, CancellationToken cancellationToken) =>
        RuleText.Write(await store.AllAsync(cancellationToken));

    public async Task<RuleImport> Handle(ImportRules request, CancellationToken cancellationToken)
    {
        var written = RuleText.Read(request.Text!, out var errors);
        if (errors.Count > 0) throw Invalid(errors);
        var stored = (await store.AllAsync(cancellationToken)).ToDictionary(r => r.Name, StringComparer.Ordinal);
        var planned = written.Select(w => (Written: w, Plan: Plan(w, stored.GetValueOrDefault(w.Name)))).ToList();
        var invalid = planned.Where(p => p.Plan.Errors.Count > 0).Select(p => string.Create(
            CultureInfo.InvariantCulture, $"line {p.Written.Line}: {p.Written.Name}: {p.Plan.Errors[0].Message}")).ToList();
        if (invalid.Count > 0 && !request.DryRun) throw Invalid(invalid);
        if (!request.DryRun)
        {
            foreach (var (rule, plan) in planned)
                if (plan.Action != "same") await ChangeAsync(request, rule, stored.GetValueOrDefault(rule.Name), cancellationToken);
        }

        return new RuleImport(
            request.DryRun, [.. planned.Select(p => p.Plan)], [.. stored.Keys.Where(n => written.All(w => w.Name != n)).Order()]);
    }

    private ImportedRule Plan(WrittenRule written, StoredRule? stored)
    {
        var rule = editing.Read(written.Expression, out var errors);
        if (rule is null) return new ImportedRule(written.Name, written.Line, "invalid", null, [], errors);
        if (stored is null) return new ImportedRule(written.Name, written.Line, "created", 1, [], []);
        var latest = stored.Latest;
        var isSame = (latest.Canonical, latest.Severity, latest.Description) == (rule.Canonical, written.Severity, written.Description);
        return new ImportedRule(
            written.Name, written.Line, isSame ? "same" : "changed", latest.Number + (isSame ? 0 : 1),
            RuleDiffs.Parts(latest.Canonical, rule.Canonical), []);
    }

    private async Task ChangeAsync(ImportRules request, WrittenRule rule, StoredRule? stored, CancellationToken cancellationToken)
    {
        IRequest<EditedRule> change = stored is null
            ? new CreateRule(rule.Name, rule.Expression, rule.Description, rule.Severity, request.By, request.Reason)
            : new ChangeRule(
                rule.Name, rule.Expression, rule.Description, rule.Severity, request.By, request.Reason, stored.Revision);
        var edited = await mediator.Send(change, cancellationToken);
        if (edited.Verdict != RuleVerdict.Done)
            throw Invalid([string.Create(
                CultureInfo.InvariantCulture,
                $"line {rule.Line}: {rule.Name} was changed meanwhile. The rules before it are imported; import the text again")]);
    }

    private static ValidationException Invalid(IEnumerable<string> errors) =>
        new([.. errors.Take(20).Select(e => new ValidationFailure("text", e))]);
}
