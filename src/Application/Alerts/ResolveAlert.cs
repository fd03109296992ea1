using Dashboard.Domain.Alerts;
using MediatR;

namespace Dashboard.Application.Alerts;

/// <summary>An alert needs nobody's attention any more. Answered when that is stored; asked again, the answer is the same.</summary>
/// <remarks>When its rule fires on the same subject again, a new alert is raised.</remarks>
public sealed record ResolveAlert(AlertId Id) : IRequest<DecidedAlert>;

internal sealed class ResolveAlertHandler(AlertBook book, AlertDecisions decisions) : IRequestHandler<ResolveAlert, DecidedAlert>
{
    public Task<DecidedAlert> Handle(ResolveAlert request, CancellationToken cancellationToken) =>
        decisions.MakeAsync(request.Id, book.ResolveAsync, verdictOnResolved: AlertVerdict.Kept, cancellationToken);
}
