using Dashboard.Application.Common;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Alerts;

public enum AlertVerdict
{
    /// <summary>The alert is in the state that was asked for, by this call or before, and stored so.</summary>
    Kept,

    /// <summary>No such alert.</summary>
    Unknown,

    /// <summary>It is resolved, from where no way leads back.</summary>
    Impossible,

    /// <summary>The store is away; to be asked again later.</summary>
    NotNow,
}

/// <param name="Alert">As it is now; null when it is unknown or nothing can be said.</param>
public sealed record DecidedAlert(AlertVerdict Verdict, AlertDto? Alert);

/// <summary>What people decide on alerts: made in the book, answered once it is stored, looked up in the store when the book has it no more.</summary>
internal sealed class AlertDecisions(IAlertHistory history, IStore store)
{
    /// <param name="decideAsync">Decides on an unresolved alert; null when there is none.</param>
    /// <param name="verdictOnResolved">What is said of an alert that was resolved before.</param>
    /// <exception cref="StoreClosedException">The program stopped before it was stored.</exception>
    public async Task<DecidedAlert> MakeAsync(
        TransactionId id, Func<long, Task<Alert?>> decideAsync, AlertVerdict verdictOnResolved, CancellationToken cancellationToken)
    {
        if (store.OutageReason is not null) return new(AlertVerdict.NotNow, null);
        var decided = await decideAsync(id.Value);
        // Also when it was decided before: the one who did so may still be waiting for the commit.
        await store.FlushAsync(cancellationToken);
        if (decided is not null) return new(AlertVerdict.Kept, decided.ToDto());

        return await history.FindAsync(id, cancellationToken) switch
        {
            null => new(AlertVerdict.Unknown, null),
            { Status: AlertStatus.Resolved } stored => new(verdictOnResolved, stored.ToDto()),
            // It left the book a moment ago, and the writer has yet to hear of it.
            _ => new(AlertVerdict.NotNow, null),
        };
    }
}
