using System.Diagnostics;
using Dashboard.Application.Common;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Transactions;
using MediatR;

namespace Dashboard.Application.Ingest;

/// <summary>The door of every feed, and the only place that counts what was received.</summary>
/// <remarks>
/// The answer comes when each accepted item is stored durably and, unless it has ended, queued. One bad item never fails the others, and
/// bad input never throws. Items that a feed could not read, or cannot take now, come through the same door, to be answered and counted.
/// </remarks>
/// <param name="Items">At most <see cref="MaxItems"/>.</param>
/// <param name="Patience">How long to wait for room in the queue; then the items are refused. Null waits without a limit, also during an
/// outage.</param>
public sealed record IngestTransactions(IReadOnlyList<IngestItem> Items, TimeSpan? Patience) : IRequest<IReadOnlyList<IngestResult>>
{
    public const int MaxItems = 5_000;
}

internal sealed class IngestTransactionsHandler(
    CardNumberGuard cardNumbers, TransactionIntake intake, TransactionQueue queue, IStore store, ITransactionStore transactions,
    FlowCounters flow, IMediator mediator, TimeProvider clock)
    : IRequestHandler<IngestTransactions, IReadOnlyList<IngestResult>>
{
    private const string Differs = "differs from the transaction stored under this reference or key";

    public async Task<IReadOnlyList<IngestResult>> Handle(IngestTransactions request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Items.Count, IngestTransactions.MaxItems);
        using var span = Tracing.Source.StartActivity("ingest");
        var origin = Tracing.OriginOf(span);
        var results = new IngestResult[request.Items.Count];
        var taken = new List<Taken>(results.Length);
        for (var i = 0; i < results.Length; i++)
        {
            if (TryTake(request.Items[i], out var payment, out var transaction, out results[i]))
                taken.Add(new Taken(i, payment, transaction.From(origin)));
        }

        if (taken.Count == 0) Count(results, []);
        else await StoreAsync(request, taken, results, span, cancellationToken);
        foreach (var outcome in span is null ? [] : results.CountBy(r => r.Outcome))
            span!.SetTag("dashboard.items." + outcome.Key, outcome.Value);
        return results;
    }

    private bool TryTake(IngestItem item, out NewTransaction payment, out Transaction transaction, out IngestResult result)
    {
        (payment, transaction, result) = (null!, null!, null!);
        if (item.Refusal is { } refusal) result = IngestResult.Refused(refusal);
        else if (item.Transaction is null) result = IngestResult.Rejected(item.Errors);
        else
        {
            payment = cardNumbers.Guarded(item.Transaction.Normalized(), item.IdempotencyKey, out var errors);
            if (errors.Count == 0
                && intake.TryTake(payment, item.IdempotencyKey, item.AccountIsFilledIn, out transaction, out errors)) return true;
            result = IngestResult.Rejected(errors);
        }

        return false;
    }

    private async Task StoreAsync(
        IngestTransactions request, List<Taken> taken, IngestResult[] results, Activity? span, CancellationToken cancellationToken)
    {
        if (request.Patience is not null && store.OutageReason is not null)
        {
            Refuse(taken, results, IngestOutcome.RefusedStoreAway);
            return;
        }

        try
        {
            // Room first, then the store: a stored transaction always finds its place, and a full queue holds back the feed, not the
            // writer.
            using var room = await ReserveAsync(taken.Count(t => !t.Transaction.IsFinished), request.Patience, cancellationToken);
            if (room is null)
            {
                Refuse(taken, results, IngestOutcome.RefusedBusy);
                return;
            }

            var stored = await transactions.AddAsync([.. taken.Select(t => t.Transaction)], cancellationToken);
            var accepted = new List<Transaction>(taken.Count);
            for (var i = 0; i < taken.Count; i++)
            {
                var (place, payment, transaction) = taken[i];
                results[place] = Answer(payment, transaction, stored[i]);
                if (results[place].Outcome != IngestOutcome.Accepted) continue;
                // Rules decided when it was stored.
                if (stored[i] is { Flags: { IsDefaultOrEmpty: false } flags, Reasons: var reasons })
                {
                    transaction = transaction.Flagged(flags, reasons);
                    span?.AddEvent(FlaggedEvent(transaction));
                }

                accepted.Add(transaction);
            }

            Count(results, accepted);
            await EnterAsync(accepted, room);
        }
        catch (StoreClosedException)
        {
            Refuse(taken, results, IngestOutcome.RefusedStoreAway);
        }
        catch (OperationCanceledException)
        {
            // The caller went away before the items were handed to the store: they are not stored, and count as refused.
            Refuse(taken, results, IngestOutcome.RefusedBusy);
            throw;
        }
    }

    // Counted before, and shown before it can be processed, so that no later state is ever ahead of this one.
    private async Task EnterAsync(List<Transaction> accepted, TransactionQueue.Reservation room)
    {
        foreach (var transaction in accepted)
        {
            if (transaction.IsFinished)
                await mediator.Publish(new TransactionCompleted(transaction), CancellationToken.None);
            else
                await mediator.Publish(new TransactionAccepted(transaction), CancellationToken.None);
        }

        room.Enqueue([.. accepted.Where(t => !t.IsFinished)]);
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

    private void Refuse(List<Taken> taken, IngestResult[] results, IngestOutcome outcome)
    {
        foreach (var (place, _, _) in taken) results[place] = IngestResult.Refused(outcome);
        Count(results, []);
    }

    // Called once for each request, when every item has its result.
    private void Count(IngestResult[] results, List<Transaction> accepted)
    {
        flow.Received(
            accepted.Count(t => !t.IsFinished),
            duplicates: results.Count(r => r.Outcome == IngestOutcome.Duplicate),
            rejected: results.Count(r => r.Outcome is IngestOutcome.Rejected or IngestOutcome.Conflict));
        flow.Observed(
            accepted.Count(t => t.Status == TransactionStatus.Completed), accepted.Count(t => t.Status == TransactionStatus.Failed));
        flow.Refused(results.Count(r => r.IsRefused));
    }

    private static IngestResult Answer(NewTransaction item, Transaction transaction, AddResult result)
    {
        if (result.Error is { } error) return IngestResult.Rejected(new Dictionary<string, string> { ["transaction"] = error });
        if (result.Existing is not { } first)
        {
            return new(IngestOutcome.Accepted, transaction.Id, IngestResult.NoErrors)
            {
                Flags = result.Flags.IsDefaultOrEmpty ? IngestResult.NoFlags : result.Flags,
            };
        }

        // An item without a time gets the time of its receipt, which is another one when it is sent again.
        var differences = transaction.Details.DifferencesFrom(first.Details).Where(d => item.CreatedAt is not null || d != "createdAt")
            .Concat(item.DifferencesFrom(first)).ToList();
        return differences.Count == 0
            ? new(IngestOutcome.Duplicate, first.Id, IngestResult.NoErrors) { Flags = first.IsFlagged ? first.Flags : IngestResult.NoFlags }
            : new(IngestOutcome.Conflict, first.Id, differences.ToDictionary(d => d, _ => Differs));
    }

    private static ActivityEvent FlaggedEvent(Transaction transaction) => new("flagged", tags: new()
    {
        [Tracing.TransactionId] = transaction.Id.ToString(),
        [Tracing.Rules] = string.Join(',', transaction.Flags),
    });

    /// <param name="Place">Of the item in the request.</param>
    private readonly record struct Taken(int Place, NewTransaction Payment, Transaction Transaction);
}
