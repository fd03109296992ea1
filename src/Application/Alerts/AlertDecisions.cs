using Dashboard.Application.Common;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;

namespace Dashboard.Application.Alerts;

/// <param name="Verdict"><see cref="Verdict.Conflict"/> when the alert is resolved and the decision needs an unresolved one.</param>
/// <param name="Alert">As it is now; null when it is unknown or cannot be decided on now.</param>
public sealed record DecidedAlert(Verdict Verdict, AlertDto? Alert);

/// <summary>Decisions of people on alerts: the book decides, and the answer waits for the store. The store alone knows alerts that left the book.</summary>
internal sealed class AlertDecisions(IAlertHistory history, IStore store)
{
    /// <param name="decideAsync">Decides on an unresolved alert; gives null when there is none.</param>
    /// <param name="verdictOnResolved">The answer for an alert that was resolved before.</param>
    /// <exception cref="StoreClosedException">The program stopped before it was stored.</exception>
    public async Task<DecidedAlert> DecideAsync(
        AlertId id, Func<AlertId, Task<Alert?>> decideAsync, Verdict verdictOnResolved, CancellationToken cancellationToken)
    {
        if (store.OutageReason is not null) return new(Verdict.RetryLater, null);
        var decided = await decideAsync(id);
        // Also when an earlier call decided it: that decision may not be committed yet.
        await store.FlushAsync(cancellationToken);
        if (decided is not null) return new(Verdict.Done, decided.ToDto());

        return await history.FindAsync(id, cancellationToken) switch
        {
            null => new(Verdict.Unknown, null),
            { Status: AlertStatus.Resolved } stored => new(verdictOnResolved, stored.ToDto()),
            // It left the book a moment ago, and its last state is not stored yet.
            _ => new(Verdict.RetryLater, null),
        };
    }
}
