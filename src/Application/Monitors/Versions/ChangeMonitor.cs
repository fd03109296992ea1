using Dashboard.Application.Audit;
using Dashboard.Application.Common;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using Dashboard.Domain.Rules;
using FluentValidation;
using MediatR;

namespace Dashboard.Application.Monitors.Versions;

/// <summary>Makes a monitor, or its next version, which is in use at once.</summary>
/// <param name="IsNew">True to make a monitor of a new name.</param>
/// <param name="Seen">The version that the caller has read; null for whatever it is now.</param>
public sealed record ChangeMonitor(string Name, MonitorContent? Content, bool IsNew, int? Seen, Actor By, string? Reason)
    : IRequest<ChangedMonitor>;

/// <summary>How a change ended.</summary>
public enum MonitorVerdict
{
    Done,
    Unknown,

    /// <summary>There is a monitor of this name already.</summary>
    Exists,

    /// <summary>The monitor was changed since the caller read it.</summary>
    Stale,
}

/// <param name="Monitor">As it is stored now; null when nothing was stored.</param>
public sealed record ChangedMonitor(MonitorVerdict Verdict, MonitorDto? Monitor);

internal sealed class ChangeMonitorValidator : AbstractValidator<ChangeMonitor>
{
    // They are calls below /monitors.
    private static readonly string[] Taken = ["export", "import", "try"];

    public ChangeMonitorValidator()
    {
        RuleFor(c => c.Name).Must(n => RuleVersion.IsName(n) && !Taken.Contains(n)).OverridePropertyName("name").WithMessage(
            $"must have 1 to {RuleVersion.MaxNameLength} lower-case letters, digits, _ or -, and begin with a letter; and be none of "
            + string.Join(", ", Taken));
        RuleFor(c => c.Reason).Must(r => TextRules.IsText(r, RuleVersion.MaxReasonLength)).OverridePropertyName("reason")
            .WithMessage(TextRules.Requirement(RuleVersion.MaxReasonLength) + ": say why");
        RuleFor(c => c.Content).SetValidator(new MonitorContentValidator());
    }
}

/// <summary>The bounds of a content, each wrong field named.</summary>
internal sealed class MonitorContentValidator : AbstractValidator<MonitorContent?>
{
    protected override bool PreValidate(ValidationContext<MonitorContent?> context, FluentValidation.Results.ValidationResult result)
    {
        if (context.InstanceToValidate is not { } content) result.Errors.Add(new("measure", "is required"));
        else foreach (var (field, message) in MonitorText.Errors(content)) result.Errors.Add(new(field, message));
        return false;
    }
}

internal sealed class ChangeMonitorHandler(IMonitorStore store, IncidentWatch watch, AuditTrail trail, TimeProvider clock)
    : IRequestHandler<ChangeMonitor, ChangedMonitor>
{
    public async Task<ChangedMonitor> Handle(ChangeMonitor request, CancellationToken cancellationToken)
    {
        MonitorVersion? newest = await store.VersionsAsync(request.Name, cancellationToken) is [{ } found, ..] ? found : null;
        if (request.IsNew && newest is not null) return new ChangedMonitor(MonitorVerdict.Exists, null);
        if (!request.IsNew && newest is null) return new ChangedMonitor(MonitorVerdict.Unknown, null);
        if (request.Seen is { } seen && seen != newest?.Number) return new ChangedMonitor(MonitorVerdict.Stale, null);
        var next = new MonitorVersion(
            request.Name, (newest?.Number ?? 0) + 1, request.Content!, RuleAuthor.Of(request.By),
            TextRules.Normalized(request.Reason, RuleVersion.MaxReasonLength)!, clock.GetUtcNow().WholeMicroseconds());
        var entry = trail.Event(
            request.By, newest is null ? AuditActions.MonitorCreated : AuditActions.MonitorChanged, request.Name,
            newest is null ? null : new { Version = newest.Number, newest.Content },
            new { Version = next.Number, next.Content, request.Reason });
        if (!await store.SaveAsync([next], entry, cancellationToken))
            return new ChangedMonitor(request.IsNew ? MonitorVerdict.Exists : MonitorVerdict.Stale, null);
        watch.Use(await store.AllAsync(cancellationToken));
        return new ChangedMonitor(MonitorVerdict.Done, MonitorDto.From(next));
    }
}
