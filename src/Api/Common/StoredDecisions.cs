using Dashboard.Application.Storage;
using MediatR;

namespace Dashboard.Api.Common;

/// <summary>Sends decisions whose answer waits until they are stored.</summary>
internal sealed class StoredDecisions(IMediator mediator, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <param name="patience">How long the caller waits; the decision may be stored after that, and the same call then gets the same
    /// answer.</param>
    /// <param name="answer">Makes the answer of a decision.</param>
    public async Task<IResult> AnswerAsync<TDecided>(
        IRequest<TDecided> request, TimeSpan patience, Func<TDecided, IResult> answer, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return Refusals.DecisionNotStored.With();
        try
        {
            return answer(await mediator.Send(request, cancellationToken).WaitAsync(patience, clock, cancellationToken));
        }
        catch (Exception exception) when (exception is TimeoutException or StoreClosedException)
        {
            return Refusals.DecisionNotStored.With();
        }
    }
}
