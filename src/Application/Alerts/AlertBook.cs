using Dashboard.Application.Common;
using Dashboard.Application.Flagging;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Dashboard.Application.Alerts;

/// <summary>The alerts that are not resolved: one per rule and subject, with a count. Filled from the store at start.</summary>
public sealed partial class AlertBook(
    FlaggingRules rules, ITransactionStore store, TransactionIds ids, TimeProvider clock, ILogger<AlertBook> logger)
    : INotificationHandler<TransactionCompleted>
{
    /// <summary>Above it the alert that fired longest ago is resolved, logged and stored as such: a list of thousands helps nobody.</summary>
    public const int MaxUnresolved = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Rule, string Subject), Alert> _unresolved = [];
    private readonly Dictionary<long, Alert> _changed = [];

    /// <summary>Takes over the unresolved alerts of earlier runs; called once, before anything fires.</summary>
    public void Load(IEnumerable<Alert> unresolved)
    {
        lock (_lock)
        {
            foreach (var alert in unresolved) _unresolved[(alert.Rule, alert.Subject)] = alert;
        }
    }

    public async Task Handle(TransactionCompleted notification, CancellationToken cancellationToken)
    {
        foreach (var rule in notification.Transaction.Flags) await FireAsync(rule, notification.Transaction);
    }

    /// <summary>Open and acknowledged alerts, those that fired last first.</summary>
    public IReadOnlyList<AlertDto> Newest(int count)
    {
        lock (_lock)
        {
            return [.. _unresolved.Values.OrderByDescending(a => a.UpdatedAt).ThenByDescending(a => a.Id).Take(count).Select(a => a.ToDto())];
        }
    }

    /// <summary>Alerts raised or counted up since the last call, each once; at most <paramref name="max"/>, the others stay for the next call.</summary>
    public IReadOnlyList<AlertDto> TakeChanged(int max)
    {
        lock (_lock)
        {
            if (_changed.Count == 0) return [];
            var taken = _changed.Values.Take(max).ToList();
            foreach (var alert in taken) _changed.Remove(alert.Id);
            return [.. taken.Select(a => a.ToDto())];
        }
    }

    private async Task FireAsync(string rule, Transaction transaction)
    {
        var subject = transaction.Details.Account;
        var message = rules.Describe(rule, transaction.Details);
        var now = clock.GetUtcNow();
        Alert alert;
        Alert? crowdedOut = null;
        lock (_lock)
        {
            alert = _unresolved.TryGetValue((rule, subject), out var known)
                ? known.FireAgain(message, transaction.Id, now)
                : Alert.Raise(ids.Next().Value, rule, subject, FlaggingRules.SeverityOf(rule), message, transaction.Id, now);
            if (known is null && _unresolved.Count >= MaxUnresolved) crowdedOut = ResolveQuietest(now);
            _unresolved[(rule, subject)] = alert;
            _changed[alert.Id] = alert;
        }

        if (alert.Count == 1) LogRaised(rule, alert.Severity, transaction.Id);
        await store.SaveAsync(alert);
        if (crowdedOut is null) return;
        LogCrowdedOut(crowdedOut.Rule, crowdedOut.Count, MaxUnresolved);
        await store.SaveAsync(crowdedOut);
    }

    private Alert ResolveQuietest(DateTimeOffset now)
    {
        var resolved = _unresolved.Values.MinBy(a => a.UpdatedAt)!.Resolve(now);
        _unresolved.Remove((resolved.Rule, resolved.Subject));
        _changed[resolved.Id] = resolved;
        return resolved;
    }

    // Debug, because a busy hour raises hundreds and the page shows them all.
    [LoggerMessage(301, LogLevel.Debug, "{Severity} alert {Rule} raised by transaction {Id}")]
    private partial void LogRaised(string rule, AlertSeverity severity, TransactionId id);

    [LoggerMessage(302, LogLevel.Warning, "Alert {Rule} with {Count} firings was resolved because {Max} alerts are open")]
    private partial void LogCrowdedOut(string rule, long count, int max);
}
