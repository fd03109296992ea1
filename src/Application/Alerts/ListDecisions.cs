using Dashboard.Application.Audit;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using MediatR;

namespace Dashboard.Application.Alerts;

/// <summary>What was decided on an alert, newest first, from the audit trail; null when there is no such alert.</summary>
/// <param name="Before">The cursor: the next of the previous page; null for the newest page.</param>
public sealed record ListDecisions(AlertId Id, OrderedId? Before) : IRequest<AlertDecisionPage?>
{
    public const int Limit = 100;
}

/// <param name="Items">There may be none although <paramref name="Next"/> is given: a call looks at a bounded number of entries.</param>
/// <param name="Next">Cursor of the following page; null when this is the last.</param>
public sealed record AlertDecisionPage(IReadOnlyList<AlertDecisionDto> Items, string? Next);

/// <summary>A decision on an alert. The trail knows the network address as well, and keeps it to its own readers.</summary>
/// <param name="Id">Of the entry in the audit trail.</param>
/// <param name="Actor">As people know the actor.</param>
/// <param name="Action">Such as <c>alert.resolved</c>.</param>
/// <param name="Before">The state before, as JSON.</param>
/// <param name="After">The state after, as JSON.</param>
public sealed record AlertDecisionDto(
    string Id, DateTimeOffset At, ActorKind Kind, string Actor, string Action, string? Before, string? After);

internal sealed class ListDecisionsHandler(IAuditReader reader, IAlertHistory history, AlertBook book)
    : IRequestHandler<ListDecisions, AlertDecisionPage?>
{
    // The clocks of two nodes may differ by this.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public async Task<AlertDecisionPage?> Handle(ListDecisions request, CancellationToken cancellationToken)
    {
        if (!book.Has(request.Id) && await history.FindAsync(request.Id, cancellationToken) is null) return null;
        // The trail has older entries, but none of them is about this alert.
        var raised = OrderedId.FirstAt(request.Id.Ordered.Time - ClockSkew);
        var search = await reader.OfSubjectAsync(
            request.Id.ToString(), raised, request.Before, ListDecisions.Limit, cancellationToken);
        return new AlertDecisionPage([.. search.Found.Select(From)], search.Next?.ToString());
    }

    private static AlertDecisionDto From(AuditEntry entry) =>
        new(entry.Id.ToString(), entry.At, entry.By.Kind, entry.By.Name, entry.Action, entry.Before, entry.After);
}
