using Dashboard.Application.Alerts;
using Dashboard.Application.Monitors.Incidents;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Application.Monitors.Status;

/// <summary>Says whether anything is wrong: the worst of incidents, alerts and the store in one sentence, and how many more there
/// are.</summary>
/// <remarks>Looks once a second, so that it knows since when nothing has been wrong; a caller is answered with a newer look.</remarks>
public sealed class StatusBoard : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // However many viewers ask, the alerts are looked through a few times a second.
    private static readonly TimeSpan KeptFor = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan ShownFor = TimeSpan.FromHours(1);

    private readonly IncidentWatch _watch;
    private readonly AlertBook _alerts;
    private readonly IStore _store;
    private readonly TimeProvider _clock;
    private readonly PeriodicTimer _timer;
    private readonly Lock _lock = new();
    private DateTimeOffset _calmSince;
    private DateTimeOffset? _awaySince;
    private StatusDto? _newest;
    private long _lookedAt;

    public StatusBoard(IncidentWatch watch, AlertBook alerts, IStore store, TimeProvider clock)
    {
        (_watch, _alerts, _store, _clock) = (watch, alerts, store, clock);
        _calmSince = clock.GetUtcNow();
        _timer = new PeriodicTimer(Interval, clock);
    }

    /// <summary>The status of this instant.</summary>
    public StatusDto Look()
    {
        lock (_lock)
        {
            if (_newest is not null && _clock.GetElapsedTime(_lookedAt) < KeptFor) return _newest;
            _lookedAt = _clock.GetTimestamp();
            return _newest = LookAnew(_clock.GetUtcNow());
        }
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last status stays readable.
        }
    }

    private StatusDto LookAnew(DateTimeOffset now)
    {
        var incidents = _watch.Incidents().Items;
        var problems = ProblemsOf(incidents, _alerts.Newest(AlertBook.MaxUnresolved)).ToList();
        var approval = _watch.Approval();
        var outage = _store.OutageReason;
        _awaySince = outage is null ? null : _awaySince ?? now;
        if (problems.Count > 0 || outage is not null) _calmSince = now;

        var worst = outage is null ? problems.OrderByDescending(p => p.Rank).FirstOrDefault() : null;
        return new StatusDto
        {
            Level = LevelOf(outage, problems, approval.Usual.IsKnown),
            Name = StatusText.NameOf(worst?.Incident, worst?.Alert),
            Text = TextOf(outage, worst, approval.Usual.IsKnown),
            Since = outage is not null ? _awaySince : worst is not null ? worst.Incident?.BeganAt ?? worst.Alert!.RaisedAt : _calmSince,
            Until = worst?.Incident?.EndedAt,
            Details = outage is not null ? [outage] : worst is not null ? DetailsOf(worst) : StatusText.DetailsOf(
                approval.ToDto(), approval.IsJudged),
            Incident = worst?.Incident,
            Alert = worst?.Alert,
            MoreIncidents = problems.Count(p => p != worst && p.Incident is { IsOpen: true }),
            MoreAlerts = problems.Count(p => p != worst && p.Incident is not { IsOpen: true }),
            Approval = approval.ToDto(),
            Incidents =
            [
                .. incidents.Where(i => i.EndedAt is null || now - i.EndedAt < ShownFor)
                    .Select(i => new IncidentSpan(i.Measure, i.BeganAt, i.EndedAt)),
            ],
        };
    }

    // Each open incident, each alert that nobody has taken, and each critical one that nobody has resolved.
    private static IEnumerable<Problem> ProblemsOf(IReadOnlyList<IncidentDto> incidents, IReadOnlyList<AlertDto> alerts)
    {
        var bySubject = incidents.GroupBy(i => (Wording.RuleOf(i.Measure), i.Subject)).ToDictionary(g => g.Key, g => g.First());
        var alerted = new HashSet<IncidentDto>();
        foreach (var alert in alerts)
        {
            var incident = IncidentRules.Has(alert.Rule) ? bySubject.GetValueOrDefault((alert.Rule, alert.Subject)) : null;
            if (incident is not null) alerted.Add(incident);
            if (incident is { IsOpen: true } || alert.Status == AlertStatus.Open || alert.Severity == AlertSeverity.Critical)
                yield return new Problem(incident, alert);
        }

        foreach (var incident in incidents)
            if (incident.IsOpen && !alerted.Contains(incident)) yield return new Problem(incident, null);
    }

    private static StatusLevel LevelOf(string? outage, List<Problem> problems, bool isUsualKnown)
    {
        if (outage is not null || problems.Exists(p => p.Severity == AlertSeverity.Critical)) return StatusLevel.Critical;
        if (problems.Count > 0) return StatusLevel.Warning;
        return isUsualKnown ? StatusLevel.Calm : StatusLevel.Unknown;
    }

    private static string TextOf(string? outage, Problem? worst, bool isUsualKnown)
    {
        if (outage is not null) return "The store is away, and new payments are refused";
        if (worst is null) return isUsualKnown ? "Normal" : "No alert open";
        return worst.Incident is { } incident ? StatusText.TextOf(incident) : worst.Alert!.Message.TrimEnd('.');
    }

    private static IReadOnlyList<string> DetailsOf(Problem problem)
    {
        if (problem.Incident is { } incident) return StatusText.DetailsOf(incident);
        return problem.Alert!.Count > 1 ? [$"{problem.Alert.Count} times"] : [];
    }

    private sealed record Problem(IncidentDto? Incident, AlertDto? Alert)
    {
        public AlertSeverity Severity =>
            Alert?.Severity ?? Wording.SeverityOf(Incident!.Measure, Incident.Share, Incident.UsualShare);

        // What nobody has taken, then what is critical, then what goes on, then what fails, then what is large, then what is new.
        public (bool, AlertSeverity, bool, bool, long, string) Rank => (
            Alert?.Status != AlertStatus.Acknowledged, Severity, Incident is { IsOpen: true },
            Incident is { Measure: Measure.FailureRate }, Incident?.Bad ?? Alert!.Count, Alert?.Id ?? "");
    }
}
