using Dashboard.Application.Common;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using MediatR;

namespace Dashboard.Application.Alerts;

/// <summary>Takes back that an alert was resolved. Answered when that is stored; asked again, the answer is the same.</summary>
/// <remarks>
/// <see cref="Verdict.Conflict"/> when its rule has raised a newer alert on the same subject, or when there is no room for it.
/// </remarks>
public sealed record ReopenAlert(AlertId Id, Actor By) : IRequest<DecidedAlert>;

internal sealed class ReopenAlertHandler(AlertBook book, IAlertHistory history, IStore store) : IRequestHandler<ReopenAlert, DecidedAlert>
{
    public async Task<DecidedAlert> Handle(ReopenAlert request, CancellationToken cancellationToken)
    {
        if (store.OutageReason is not null) return new(Verdict.RetryLater, null);
        // The decision to resolve it may not be committed yet.
        await store.FlushAsync(cancellationToken);
        if (await history.FindAsync(request.Id, cancellationToken) is not { } stored) return new(Verdict.Unknown, null);
        if (await book.ReopenAsync(stored, request.By) is not { } reopened) return new(Verdict.Conflict, stored.ToDto());
        await store.FlushAsync(cancellationToken);
        return new(Verdict.Done, reopened.ToDto());
    }
}
