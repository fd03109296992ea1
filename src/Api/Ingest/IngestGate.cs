using Dashboard.Application.Ingest;
using MediatR;

namespace Dashboard.Api.Ingest;

/// <summary>Hands the items of calls to <see cref="IngestTransactions"/>: waits no longer than allowed, and refuses while the program
/// stops.</summary>
internal sealed class IngestGate(IMediator mediator, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private static readonly IngestResult NotStored = IngestResult.Refused(IngestOutcome.RefusedStoreAway);

    /// <summary>Takes the items of a call. The answers have the order of the items.</summary>
    public async Task<IReadOnlyList<IngestResult>> TakeAsync(
        IReadOnlyList<IngestItem> items, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            items = [.. items.Select(i => i.Transaction is null ? i : IngestItem.Refused(IngestOutcome.RefusedStoreAway))];
        var ingest = SendAsync(new IngestTransactions(items, patience), cancellationToken);
        using var deadline = new CancellationTokenSource();
        await using var timer = clock.CreateTimer(_ => deadline.Cancel(), null, patience * 2, Timeout.InfiniteTimeSpan);
        // A stop has a time limit, too, so it does not wait for a call that waits for a store in an outage.
        await using var stop = lifetime.ApplicationStopping.Register(() => timer.Change(StopPatience, Timeout.InfiniteTimeSpan));
        await using var abort = cancellationToken.Register(deadline.Cancel);
        try
        {
            return await ingest.WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The store went away during this commit. It may still succeed, and is counted then; the sender is told to send again.
            return AsNotStored(items);
        }
    }

    /// <summary>Rejects a call that could not be read, as one item whatever it held.</summary>
    public Task<IngestResult> RejectCallAsync(string field, string error) => AnswerCallAsync(IngestItem.Unreadable(field, error));

    /// <summary>Refuses a call that found no slot, as one item whatever it holds.</summary>
    public Task RefuseCallAsync() => AnswerCallAsync(IngestItem.Refused(IngestOutcome.RefusedBusy));

    private async Task<IngestResult> AnswerCallAsync(IngestItem item) =>
        (await mediator.Send(new IngestTransactions([item], Patience: TimeSpan.Zero), CancellationToken.None))[0];

    // Ends in any case, also when the caller waits no longer. By then every item is counted.
    private async Task<IReadOnlyList<IngestResult>> SendAsync(IngestTransactions request, CancellationToken cancellationToken)
    {
        try
        {
            return await mediator.Send(request, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return AsNotStored(request.Items);
        }
    }

    private static List<IngestResult> AsNotStored(IReadOnlyList<IngestItem> items) =>
        [.. items.Select(i => i.Errors.Count > 0 ? IngestResult.Rejected(i.Errors) : NotStored)];
}
