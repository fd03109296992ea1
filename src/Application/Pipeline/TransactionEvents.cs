using Dashboard.Domain.Transactions;
using MediatR;

namespace Dashboard.Application.Pipeline;

/// <summary>A new transaction is stored and waits for the gateway.</summary>
public sealed record TransactionAccepted(Transaction Transaction) : INotification;

/// <summary>The gateway has the transaction.</summary>
public sealed record TransactionStarted(Transaction Transaction) : INotification;

/// <summary>The transaction ended, as Completed or Failed, and its end is stored. Published once for every transaction that the running
/// process ended.</summary>
public sealed record TransactionCompleted(Transaction Transaction) : INotification;

/// <summary>What a listener does with an event.</summary>
public enum ListenerRole
{
    /// <summary>Hands the state to the store's writer.</summary>
    Writer,

    /// <summary>Counts it in the figures.</summary>
    Metrics,

    /// <summary>Shows it to clients with the next tick.</summary>
    LiveView,

    /// <summary>Raises the alerts of its flags.</summary>
    Alerts,

    /// <summary>Looks for what is unusual.</summary>
    Monitors,
}

/// <summary>The order in which listeners hear each event, one after the other. It is a rule of correctness, not of taste.</summary>
public static class ListenerOrder
{
    public static readonly IReadOnlyDictionary<Type, IReadOnlyList<ListenerRole>> ByEvent =
        new Dictionary<Type, IReadOnlyList<ListenerRole>>
        {
            // Stored before it is published (docs/adr/0008).
            [typeof(TransactionAccepted)] = [ListenerRole.LiveView],

            // Shown before it is Processing in the store: a reported outcome, which needs that, can only be shown after it.
            [typeof(TransactionStarted)] = [ListenerRole.LiveView, ListenerRole.Writer],

            // Stored before it is published (docs/adr/0035). Counted, then shown: clients never see an end that the figures do not
            // include.
            [typeof(TransactionCompleted)] = [ListenerRole.Metrics, ListenerRole.LiveView, ListenerRole.Alerts, ListenerRole.Monitors],
        };
}
