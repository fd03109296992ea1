using System.Globalization;
using Dashboard.Application.Common;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Rules;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace Dashboard.Application.Monitors.Versions;

/// <summary>All monitors as one text.</summary>
public sealed record ExportMonitors : IRequest<string>;

/// <summary>Makes the monitors of a text that differ from the stored ones. Monitors that the text does not name stay as they are.</summary>
/// <param name="DryRun">Says what it would do, and does nothing.</param>
public sealed record ImportMonitors(string? Text, bool DryRun, Actor By, string? Reason) : IRequest<MonitorImport>;

/// <param name="Monitors">Each monitor of the text.</param>
/// <param name="NotNamed">Stored monitors that the text does not name. They stay as they are.</param>
public sealed record MonitorImport(bool DryRun, IReadOnlyList<ImportedMonitor> Monitors, IReadOnlyList<string> NotNamed);

/// <param name="Action"><c>created</c>, <c>changed</c> or <c>same</c>.</param>
/// <param name="Version">That it makes or made; that which is stored when nothing differs.</param>
public sealed record ImportedMonitor(string Name, string Action, int Version);

internal sealed class ImportMonitorsValidator : AbstractValidator<ImportMonitors>
{
    public ImportMonitorsValidator()
    {
        RuleFor(i => i.Text).Must(t => t?.Length is > 0 and <= MonitorText.MaxLength).OverridePropertyName("text")
            .WithMessage(string.Create(CultureInfo.InvariantCulture, $"must have 1 to {MonitorText.MaxLength} characters"));
        RuleFor(i => i.Reason).Must(r => TextRules.IsText(r, RuleVersion.MaxReasonLength)).When(i => !i.DryRun)
            .OverridePropertyName("reason").WithMessage(TextRules.Requirement(RuleVersion.MaxReasonLength) + ": say why");
    }
}

internal sealed class TransferMonitorsHandler(IMonitorStore store, IMediator mediator)
    : IRequestHandler<ExportMonitors, string>, IRequestHandler<ImportMonitors, MonitorImport>
{
    public async Task<string> Handle(ExportMonitors request, CancellationToken cancellationToken) =>
        MonitorText.Write(await store.AllAsync(cancellationToken));

    public async Task<MonitorImport> Handle(ImportMonitors request, CancellationToken cancellationToken)
    {
        var written = MonitorText.Read(request.Text!, out var errors);
        if (errors.Count > 0) throw Invalid(errors);
        var stored = (await store.AllAsync(cancellationToken)).ToDictionary(m => m.Name, StringComparer.Ordinal);
        var plans = written.Select(w => (w.Content, Plan: Plan(w.Name, w.Content, stored.GetValueOrDefault(w.Name)))).ToList();
        foreach (var (content, plan) in plans)
        {
            if (request.DryRun || plan.Action == "same") continue;
            var known = stored.GetValueOrDefault(plan.Name);
            var change = new ChangeMonitor(plan.Name, content, known is null, known?.Number, request.By, request.Reason);
            if ((await mediator.Send(change, cancellationToken)).Verdict != MonitorVerdict.Done)
                throw Invalid([$"{plan.Name} was changed meanwhile. The monitors before it are imported; import the text again"]);
        }

        return new MonitorImport(
            request.DryRun, [.. plans.Select(p => p.Plan)],
            [.. stored.Keys.Where(n => written.All(w => w.Name != n)).Order(StringComparer.Ordinal)]);
    }

    private static ImportedMonitor Plan(string name, MonitorContent content, MonitorVersion? stored) => stored switch
    {
        null => new ImportedMonitor(name, "created", 1),
        _ when stored.Content == content => new ImportedMonitor(name, "same", stored.Number),
        _ => new ImportedMonitor(name, "changed", stored.Number + 1),
    };

    private static ValidationException Invalid(IEnumerable<string> errors) =>
        new([.. errors.Take(20).Select(e => new ValidationFailure("text", e))]);
}
