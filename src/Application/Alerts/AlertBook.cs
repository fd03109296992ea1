using Dashboard.Application.Audit;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Dashboard.Application.Alerts;

/// <summary>The unresolved alerts: one per rule and subject, with a count. Loaded from the store at start.</summary>
[PipelineListener(ListenerRole.Alerts)]
public sealed partial class AlertBook(
    RulesInUse rules, IDecisionHistory decisions, IAlertStore store, AuditTrail trail, OrderedIds ids, TimeProvider clock,
    ILogger<AlertBook> logger)
    : INotificationHandler<TransactionCompleted>
{
    /// <summary>
    /// Above it the open alert that fired longest ago is resolved, stored and logged: a list of thousands of alerts helps no reader.
    /// Critical and acknowledged alerts are never resolved like that.
    /// </summary>
    public const int MaxUnresolved = 1_000;

    /// <summary>
    /// The subject of the one alert of a rule that counts firings on further subjects, while no unresolved alert can be resolved.
    /// </summary>
    public const string OtherSubjects = "(other)";

    private static readonly AlertFilter Unresolved = new() { Statuses = [AlertStatus.Open, AlertStatus.Acknowledged] };

    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Rule, string Subject), LinkedListNode<Alert>> _unresolved = [];

    // The same alerts, the one that fired longest ago first.
    private readonly LinkedList<Alert> _byFiring = [];
    private readonly Dictionary<AlertId, Alert> _changed = [];

    // Evicted since the last warning.
    private long _evicted;
    private DateTimeOffset _loggedAt;

    // Of the changed alerts, those that a person decided on: sent before all others, however many rules fire.
    private readonly Dictionary<AlertId, Alert> _decided = [];

    /// <summary>Takes over the unresolved alerts of earlier runs; called once, before anything fires.</summary>
    public async Task LoadAsync(IAlertHistory history, CancellationToken cancellationToken)
    {
        var unresolved = new List<Alert>();
        IReadOnlyList<Alert> page;
        do
        {
            AlertId? before = unresolved.Count == 0 ? null : unresolved[^1].Id;
            page = await history.PageAsync(Unresolved, before, MaxUnresolved, cancellationToken);
            unresolved.AddRange(page);
        }
        while (page.Count == MaxUnresolved);

        lock (_lock)
        {
            foreach (var alert in unresolved.OrderBy(a => a.LastFiredAt)) Put(alert);
        }
    }

    public async Task Handle(TransactionCompleted notification, CancellationToken cancellationToken)
    {
        var transaction = notification.Transaction;
        if (!transaction.IsFlagged) return;
        var reasons = await ReasonsAsync(transaction, cancellationToken);
        for (var i = 0; i < transaction.Flags.Length; i++)
        {
            await FireAsync(new AlertSignal(
                transaction.Flags[i], transaction.Details.Account, rules.SeverityOf(transaction.Flags[i]), reasons[i], transaction.Id,
                Times: 1));
        }
    }

    /// <summary>Open and acknowledged alerts, the ones that fired last first.</summary>
    public IReadOnlyList<AlertDto> Newest(int count)
    {
        lock (_lock)
        {
            return [.. _byFiring.OrderByDescending(a => a.LastFiredAt).ThenByDescending(a => a.Id).Take(count).Select(a => a.ToDto())];
        }
    }

    /// <summary>The newest transaction that fired a rule, according to the unresolved alerts; null when there is none.</summary>
    public TransactionId? NewestOf(string rule)
    {
        lock (_lock)
        {
            var fired = _byFiring.Where(a => a.Rule == rule).Select(a => a.TransactionId).ToList();
            return fired.Count == 0 ? null : fired.Max();
        }
    }

    public AlertCountsDto Counts()
    {
        lock (_lock)
        {
            var open = _byFiring.Count(a => a.Status == AlertStatus.Open);
            return new AlertCountsDto(open, _byFiring.Count - open);
        }
    }

    /// <summary>True for an unresolved alert, stored or on the way to the store.</summary>
    public bool Has(AlertId id)
    {
        lock (_lock) return _byFiring.Any(a => a.Id == id);
    }

    /// <summary>Acknowledges an open alert; an acknowledged one stays as it is. Null when no unresolved alert has this id.</summary>
    public Task<Alert?> AcknowledgeAsync(AlertId id, Actor by) => DecideAsync(
        id, (known, now) => known.Status == AlertStatus.Open ? known.Acknowledge(now) : known, by, AuditActions.AlertAcknowledged);

    /// <summary>Resolves an alert; null when no unresolved alert has this id.</summary>
    public Task<Alert?> ResolveAsync(AlertId id, Actor by) =>
        DecideAsync(id, static (known, now) => known.Resolve(now), by, AuditActions.AlertResolved);

    /// <summary>
    /// Takes an alert in again; an unresolved one stays as it is. Null when its rule has a newer alert on the same subject, or when the
    /// book is full.
    /// </summary>
    public async Task<Alert?> ReopenAsync(Alert stored, Actor by)
    {
        Alert alert;
        lock (_lock)
        {
            if (_unresolved.TryGetValue((stored.Rule, stored.Subject), out var known))
                return known.Value.Id == stored.Id ? known.Value : null;
            if (stored.Status != AlertStatus.Resolved || _unresolved.Count >= MaxUnresolved) return null;
            alert = stored.Reopen(clock.GetUtcNow());
            Put(alert);
            _changed.Remove(alert.Id);
            _decided[alert.Id] = alert;
        }

        LogDecided(alert.Rule, alert.Status, alert.Count);
        await store.SaveAsync(alert, Entry(by, AuditActions.AlertReopened, stored, alert));
        return alert;
    }

    /// <summary>
    /// Alerts that changed since the last call, each once; at most <paramref name="max"/>, the others come with the next.
    /// </summary>
    public IReadOnlyList<AlertDto> TakeChanged(int max)
    {
        lock (_lock)
        {
            if (_changed.Count + _decided.Count == 0) return [];
            var taken = _decided.Values.Concat(_changed.Values).Take(max).ToList();
            foreach (var alert in taken)
                if (!_decided.Remove(alert.Id)) _changed.Remove(alert.Id);
            return [.. taken.Select(a => a.ToDto())];
        }
    }

    /// <summary>Raises an alert, or increases the count of the unresolved alert of the same rule and subject. A signal of no times changes
    /// the message of that alert, and does nothing when it is resolved.</summary>
    public async Task FireAsync(AlertSignal signal)
    {
        var rule = signal.Rule;
        var now = clock.GetUtcNow();
        Alert alert;
        Alert? evicted = null;
        lock (_lock)
        {
            var subject = signal.Subject;
            var known = _unresolved.GetValueOrDefault((rule, subject));
            if (known is null && signal.Times == 0) return;
            if (known is null && _unresolved.Count >= MaxUnresolved && (evicted = EvictOldest(now)) is null)
            {
                subject = OtherSubjects;
                known = _unresolved.GetValueOrDefault((rule, subject));
            }

            alert = known is not null
                ? known.Value.FireAgain(signal.Message, signal.TransactionId, signal.Times, now, signal.FirstTransactionId)
                : Alert.Raise(new AlertId(ids.Next()), rule, subject, signal.Severity, signal.Message,
                    signal.TransactionId, signal.Times, now, signal.FirstTransactionId);
            Put(alert);
            (_decided.ContainsKey(alert.Id) ? _decided : _changed)[alert.Id] = alert;
        }

        if (alert.Count == signal.Times) LogRaised(rule, alert.Severity, signal.TransactionId);
        await store.SaveAsync(alert);
        if (evicted is null) return;
        LogEvictions(now);
        await store.SaveAsync(evicted);
    }

    // A transaction that was taken up again after a restart has its flags; why it has them is stored with the decisions.
    private async Task<IReadOnlyList<string>> ReasonsAsync(Transaction transaction, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> reasons = transaction.FlagReasons;
        if (reasons.Count != transaction.Flags.Length)
        {
            var stored = await decisions.OfAsync(transaction.Id, cancellationToken);
            reasons =
            [
                .. transaction.Flags.Select(f => stored.LastOrDefault(d => d.Decision.Rule == f && d.Decision.IsFlag)?.Decision.Sentence
                    ?? $"The rule {f} flagged the transaction."),
            ];
        }

        return [.. reasons.Select(r => r.Length <= Alert.MaxMessageLength ? r : r[..Alert.MaxMessageLength])];
    }

    private async Task<Alert?> DecideAsync(AlertId id, Func<Alert, DateTimeOffset, Alert> decide, Actor by, string action)
    {
        Alert? known;
        Alert alert;
        lock (_lock)
        {
            known = _byFiring.FirstOrDefault(a => a.Id == id);
            if (known is null) return null;
            alert = decide(known, clock.GetUtcNow());
            if (ReferenceEquals(alert, known)) return known;
            if (alert.Status == AlertStatus.Resolved) Remove(alert);
            else _unresolved[(alert.Rule, alert.Subject)].Value = alert;
            _changed.Remove(id);
            _decided[id] = alert;
        }

        LogDecided(alert.Rule, alert.Status, alert.Count);
        await store.SaveAsync(alert, Entry(by, action, known, alert));
        return alert;
    }

    // The subject of an alert may be an account, which the trail does not repeat.
    private AuditEvent Entry(Actor by, string action, Alert before, Alert after) => trail.Event(
        by, action, after.Id.ToString(), new { before.Status, before.Count }, new { after.Status, after.Count, after.Rule });

    // At most one line per interval: a source that fires for every account would otherwise fill the log.
    private void LogEvictions(DateTimeOffset now)
    {
        long count;
        lock (_lock)
        {
            _evicted++;
            if (now - _loggedAt < BetweenWarnings) return;
            (count, _evicted, _loggedAt) = (_evicted, 0, now);
        }

        LogEvicted(count, MaxUnresolved);
    }

    // Puts it last in the order of firing.
    private void Put(Alert alert)
    {
        Remove(alert);
        _unresolved[(alert.Rule, alert.Subject)] = _byFiring.AddLast(alert);
    }

    private void Remove(Alert alert)
    {
        if (_unresolved.Remove((alert.Rule, alert.Subject), out var node)) _byFiring.Remove(node);
    }

    private Alert? EvictOldest(DateTimeOffset now)
    {
        if (_byFiring.FirstOrDefault(a => a.SystemMayResolve) is not { } oldest) return null;
        var resolved = oldest.Resolve(now, AlertResolver.System);
        Remove(resolved);
        _decided.Remove(resolved.Id);
        _changed.Remove(resolved.Id);
        // The changes are bounded as well: when alerts are evicted faster than ticks carry them, some evictions are not sent.
        if (_changed.Count < 2 * MaxUnresolved) _changed[resolved.Id] = resolved;
        return resolved;
    }

    // Debug, because a busy hour raises hundreds and the page shows all of them.
    [LoggerMessage(301, LogLevel.Debug, "{Severity} alert {Rule} raised by transaction {Id}")]
    private partial void LogRaised(string rule, AlertSeverity severity, TransactionId id);

    [LoggerMessage(303, LogLevel.Information, "Alert {Rule} with {Count} firings is now {Status}")]
    private partial void LogDecided(string rule, AlertStatus status, long count);

    [LoggerMessage(302, LogLevel.Warning,
        "{Count} alerts were resolved because more than {Max} were unresolved; they had fired longest ago")]
    private partial void LogEvicted(long count, int max);
}

/// <param name="Subject">An account, a source or a transaction.</param>
/// <param name="TransactionId">The newest transaction that the signal is about.</param>
/// <param name="Times">How often the rule hit; 0 only changes the message.</param>
public sealed record AlertSignal(
    string Rule, string Subject, AlertSeverity Severity, string Message, TransactionId TransactionId, long Times)
{
    /// <summary>The oldest transaction that the signal is about; null when there is only one.</summary>
    public TransactionId? FirstTransactionId { get; init; }
}
