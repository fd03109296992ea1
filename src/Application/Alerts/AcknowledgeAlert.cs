using Dashboard.Application.Common;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using MediatR;

namespace Dashboard.Application.Alerts;

/// <summary>Marks an alert as seen. Answered when that is stored; asked again, the answer is the same.</summary>
public sealed record AcknowledgeAlert(AlertId Id, Actor By) : IRequest<DecidedAlert>;

internal sealed class AcknowledgeAlertHandler(AlertBook book, AlertDecisions decisions) : IRequestHandler<AcknowledgeAlert, DecidedAlert>
{
    public Task<DecidedAlert> Handle(AcknowledgeAlert request, CancellationToken cancellationToken) =>
        decisions.DecideAsync(
            request.Id, id => book.AcknowledgeAsync(id, request.By), verdictOnResolved: Verdict.Conflict, cancellationToken);
}
