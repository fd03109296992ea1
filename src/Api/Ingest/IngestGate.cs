using Dashboard.Application.Ingest;
using Dashboard.Application.Pipeline;
using MediatR;

namespace Dashboard.Api.Ingest;

/// <summary>Between the endpoints and the pipeline: waits no longer than allowed, takes nothing while the program stops.</summary>
internal sealed class IngestGate(
    IMediator mediator, FlowCounters flow, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    // What is answered when an item never came as far as the store, or did not come back from there.
    private static readonly IngestResult NotKept = new(IngestOutcome.RefusedStoreAway, null, new Dictionary<string, string>());

    /// <summary>Takes items in; items that could not be read are null and rejected with their errors. Answers in the order of the items.</summary>
    /// <param name="idempotencyKey">Of the call, which then brings one item; null when it has none.</param>
    public async Task<IReadOnlyList<IngestResult>> TakeAsync(
        IReadOnlyList<SentItem> items, string? idempotencyKey, TimeSpan patience, CancellationToken cancellationToken)
    {
        var readable = items.Where(i => i.Item is not null).Select(i => i.Item!).ToList();
        flow.Received(accepted: 0, duplicates: 0, rejected: items.Count - readable.Count);
        var taken = new Queue<IngestResult>(await TakeAsync(readable, idempotencyKey, patience, cancellationToken));
        return [.. items.Select(i => i.Item is not null ? taken.Dequeue() : new IngestResult(IngestOutcome.Rejected, null, i.Errors))];
    }

    private async Task<IReadOnlyList<IngestResult>> TakeAsync(
        List<NewTransaction> items, string? idempotencyKey, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (items.Count == 0) return [];
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            flow.Refused(items.Count);
            return [.. items.Select(_ => NotKept)];
        }

        var ingest = SendAsync(new IngestTransactions(items, patience) { IdempotencyKey = idempotencyKey }, cancellationToken);
        // A stop has a budget, too: who waits for a store that is away is not waited for.
        using var deadline = new CancellationTokenSource(patience * 2, clock);
        await using var stopTimer = clock.CreateTimer(_ => deadline.Cancel(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var stop = lifetime.ApplicationStopping.Register(() => stopTimer.Change(StopPatience, Timeout.InfiniteTimeSpan));
        await using var abort = cancellationToken.Register(deadline.Cancel);
        try
        {
            return await ingest.WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The store went away under this commit. It may yet succeed, and is counted then; the sender is told to ask again.
            return [.. items.Select(_ => NotKept)];
        }
    }

    // Ends in any case, also when nobody waits for it any more; the pipeline has counted every item then.
    private async Task<IReadOnlyList<IngestResult>> SendAsync(IngestTransactions request, CancellationToken cancellationToken)
    {
        try
        {
            return await mediator.Send(request, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return [.. request.Items.Select(_ => NotKept)];
        }
    }
}
