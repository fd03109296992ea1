using Dashboard.Application.Common;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;

namespace Dashboard.Application.Alerts;

/// <param name="Verdict"><see cref="Verdict.Conflict"/> when the alert is resolved and the decision needs an unresolved one.</param>
/// <param name="Alert">As it is now; null when it is unknown or cannot be decided on now.</param>
public sealed record DecidedAlert(Verdict Verdict, AlertDto? Alert);

/// <summary>Decisions of people on alerts: the book decides, and the answer waits for the store.</summary>
/// <remarks>An alert that left the book is looked up in the store.</remarks>
internal sealed class AlertDecisions(IAlertHistory history, IStore store)
{
    // Each look waits for a commit, and the last state of an alert needs one.
    private const int MaxLooks = 10;

    /// <param name="decideAsync">Decides on an unresolved alert; gives null when there is none.</param>
    /// <param name="verdictOnResolved">The answer for an alert that was resolved before.</param>
    /// <exception cref="StoreClosedException">The program stopped before it was stored.</exception>
    public async Task<DecidedAlert> DecideAsync(
        AlertId id, Func<AlertId, Task<Alert?>> decideAsync, Verdict verdictOnResolved, CancellationToken cancellationToken)
    {
        for (var look = 1; look <= MaxLooks; look++)
        {
            if (store.OutageReason is not null) break;
            var decided = await decideAsync(id);
            // Also when an earlier call decided it: that decision may not be committed yet.
            await store.FlushAsync(cancellationToken);
            if (decided is not null) return new(Verdict.Done, decided.ToDto());

            switch (await history.FindAsync(id, cancellationToken))
            {
                case null: return new(Verdict.Unknown, null);
                case { Status: AlertStatus.Resolved } stored: return new(verdictOnResolved, stored.ToDto());
            }

            // It left the book a moment ago, and its last state is on the way to the store: look again.
        }

        return new(Verdict.RetryLater, null);
    }
}
