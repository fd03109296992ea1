using Dashboard.Application.Common;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using MediatR;

namespace Dashboard.Application.Alerts;

/// <summary>Ends an alert that needs no more attention. Answered when that is stored; asked again, the answer is the same.</summary>
/// <remarks>When its rule fires on the same subject again, a new alert is raised.</remarks>
public sealed record ResolveAlert(AlertId Id, Actor By) : IRequest<DecidedAlert>;

internal sealed class ResolveAlertHandler(AlertBook book, AlertDecisions decisions) : IRequestHandler<ResolveAlert, DecidedAlert>
{
    public Task<DecidedAlert> Handle(ResolveAlert request, CancellationToken cancellationToken) =>
        decisions.DecideAsync(request.Id, id => book.ResolveAsync(id, request.By), verdictOnResolved: Verdict.Done, cancellationToken);
}
