using Dashboard.Application.Common.Cards;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;

namespace Dashboard.Application.Audit;

/// <summary>Adds entries to the trail.</summary>
public interface IAuditStore
{
    /// <summary>Hands an event over; it is chained and committed in the order of the calls. Waits only while the writer is full.</summary>
    ValueTask SaveAsync(AuditEvent entry);

    /// <summary>Completes when everything handed over before is committed.</summary>
    Task FlushAsync(CancellationToken cancellationToken);
}

/// <summary>Notes who did what. An action that changes the store hands its entry over together with the change.</summary>
public sealed class AuditTrail(IAuditStore store, OrderedIds ids, TimeProvider clock)
{
    /// <summary>The event, for a store that commits it together with the change itself.</summary>
    /// <param name="subject">No account numbers: see <see cref="FreeText"/>. The name of the actor and card numbers are hidden here.</param>
    /// <param name="before">Serialised as JSON; see <see cref="AuditEvent"/>.</param>
    /// <param name="after">Serialised as JSON.</param>
    public AuditEvent Event(Actor by, string action, string subject, object? before = null, object? after = null) => new(
        ids.Next(), clock.GetUtcNow().WholeMicroseconds(), by with { Name = FreeText.Masked(by.Name) }, action,
        Cut(CardNumbers.Truncated(subject)), AuditEvent.Describe(before),
        AuditEvent.Describe(after));

    /// <summary>Adds an entry about something that the store does not hold otherwise.</summary>
    public ValueTask NoteAsync(Actor by, string action, string subject, object? before = null, object? after = null) =>
        store.SaveAsync(Event(by, action, subject, before, after));

    /// <summary>The same, and waits until the entry is committed: for what must not happen without its entry.</summary>
    public async Task StoreAsync(
        Actor by, string action, string subject, object? before, object? after, CancellationToken cancellationToken)
    {
        await NoteAsync(by, action, subject, before, after);
        await store.FlushAsync(cancellationToken);
    }

    private static string Cut(string subject) =>
        subject.Length <= AuditEvent.MaxSubjectLength ? subject : subject[..AuditEvent.MaxSubjectLength];
}
