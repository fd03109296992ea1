using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Transactions;
using MediatR;

namespace Dashboard.Application.Ingest;

/// <summary>The one way in, for every feed. The answer comes when each accepted item is stored durably and, unless it has ended, queued.</summary>
/// <remarks>One bad item never fails the others. Throws nothing for bad input.</remarks>
/// <param name="Items">At most <see cref="MaxItems"/>.</param>
/// <param name="Patience">How long to wait for room; then the items are refused. Null waits as long as it takes, also for a store that is away.</param>
public sealed record IngestTransactions(IReadOnlyList<NewTransaction> Items, TimeSpan? Patience) : IRequest<IReadOnlyList<IngestResult>>
{
    public const int MaxItems = 5_000;

    /// <summary>Identifies the call, and so its one item, beside the item's own reference; null when the call has none.</summary>
    public string? IdempotencyKey { get; init; }
}

public enum IngestOutcome
{
    /// <summary>Stored and queued.</summary>
    Accepted,

    /// <summary>Stored before under the same source and reference (or key), with the same content.</summary>
    Duplicate,

    /// <summary>Wrong in itself; sending it again does not help.</summary>
    Rejected,

    /// <summary>Its reference or key is taken by another content; the errors name the fields that differ.</summary>
    Conflict,

    /// <summary>Not kept, because there was no room; to be sent again later.</summary>
    RefusedBusy,

    /// <summary>Not kept, because the store is away; to be sent again later.</summary>
    RefusedStoreAway,
}

/// <summary>The answer for one item, in the order of the items.</summary>
/// <param name="Id">Of the accepted transaction, or of the one stored earlier under the same reference; null otherwise.</param>
/// <param name="Errors">Field name → what is wrong with it; empty unless rejected or in conflict.</param>
public sealed record IngestResult(IngestOutcome Outcome, TransactionId? Id, IReadOnlyDictionary<string, string> Errors)
{
    internal static readonly IReadOnlyDictionary<string, string> NoErrors = new Dictionary<string, string>();

    public bool IsRefused => Outcome is IngestOutcome.RefusedBusy or IngestOutcome.RefusedStoreAway;

    internal static IngestResult Refused(IngestOutcome outcome) => new(outcome, null, NoErrors);
}

internal sealed class IngestTransactionsHandler(
    TransactionIntake intake, TransactionQueue queue, IStore storage, ITransactionStore store, FlowCounters flow, IMediator mediator, TimeProvider clock)
    : IRequestHandler<IngestTransactions, IReadOnlyList<IngestResult>>
{
    public async Task<IReadOnlyList<IngestResult>> Handle(IngestTransactions request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Items.Count, request.IdempotencyKey is null ? IngestTransactions.MaxItems : 1);
        var results = new IngestResult[request.Items.Count];
        var places = new List<int>(results.Length);
        var taken = new List<Transaction>(results.Length);
        for (var i = 0; i < results.Length; i++)
        {
            if (intake.TryTake(request.Items[i], request.IdempotencyKey, out var transaction, out var errors))
            {
                places.Add(i);
                taken.Add(transaction);
            }
            else
            {
                results[i] = new IngestResult(IngestOutcome.Rejected, null, errors);
            }
        }

        if (request.Patience is not null && storage.OutageReason is not null) return Refuse(results, places, IngestOutcome.RefusedStoreAway);
        try
        {
            // Room first, then the store: what is stored is queued for certain, and a full queue holds back the feed, not the writer.
            using var room = await ReserveAsync(taken.Count(t => !t.IsFinished), request.Patience, cancellationToken);
            if (room is null) return Refuse(results, places, IngestOutcome.RefusedBusy);
            var stored = await store.AddAsync(taken, cancellationToken);
            for (var i = 0; i < taken.Count; i++) results[places[i]] = Answer(request.Items[places[i]], taken[i], stored[i]);
            await EnterAsync(results, [.. taken.Where((_, i) => results[places[i]].Outcome == IngestOutcome.Accepted)], room);
            return results;
        }
        catch (StoreClosedException)
        {
            return Refuse(results, places, IngestOutcome.RefusedStoreAway);
        }
        catch (OperationCanceledException)
        {
            // The caller went away before anything was handed to the store: not kept, and counted like everything that was not.
            Refuse(results, places, IngestOutcome.RefusedBusy);
            throw;
        }
    }

    // Counted and shown before it can be processed, so that no later state is ever ahead of this one.
    private async Task EnterAsync(IngestResult[] results, List<Transaction> accepted, TransactionQueue.Reservation room)
    {
        var waiting = accepted.Where(t => !t.IsFinished).ToList();
        flow.Received(
            waiting.Count,
            duplicates: results.Count(r => r.Outcome == IngestOutcome.Duplicate),
            rejected: results.Count(r => r.Outcome is IngestOutcome.Rejected or IngestOutcome.Conflict));
        flow.Observed(
            accepted.Count(t => t.Status == TransactionStatus.Completed), accepted.Count(t => t.Status == TransactionStatus.Failed));
        foreach (var transaction in accepted)
        {
            if (transaction.IsFinished) await mediator.Publish(new TransactionCompleted(transaction) { IsStored = true }, CancellationToken.None);
            else await mediator.Publish(new TransactionAccepted(transaction), CancellationToken.None);
        }

        room.Enqueue(waiting);
    }

    private async Task<TransactionQueue.Reservation?> ReserveAsync(int count, TimeSpan? patience, CancellationToken cancellationToken)
    {
        if (patience is not { } limit) return await queue.ReserveAsync(count, cancellationToken);
        using var deadline = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await queue.ReserveAsync(count, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private IngestResult[] Refuse(IngestResult[] results, List<int> places, IngestOutcome outcome)
    {
        foreach (var place in places) results[place] = IngestResult.Refused(outcome);
        flow.Received(accepted: 0, duplicates: 0, rejected: results.Length - places.Count);
        flow.Refused(places.Count);
        return results;
    }

    private static IngestResult Answer(NewTransaction item, Transaction transaction, AddResult result)
    {
        if (result.Error is { } error)
            return new(IngestOutcome.Rejected, null, new Dictionary<string, string> { ["transaction"] = error });
        if (result.Existing is not { } first) return new(IngestOutcome.Accepted, transaction.Id, IngestResult.NoErrors);

        // A sender that gives no time is given the time of receipt, which is another one when it sends again.
        var differences = transaction.Details.DifferencesFrom(first.Details).Where(d => item.CreatedAt is not null || d != "createdAt")
            .Concat(item.DifferencesFrom(first)).ToList();
        return differences.Count == 0
            ? new(IngestOutcome.Duplicate, first.Id, IngestResult.NoErrors)
            : new(IngestOutcome.Conflict, first.Id, differences.ToDictionary(d => d, _ => "differs from the transaction stored under this reference or key"));
    }
}
