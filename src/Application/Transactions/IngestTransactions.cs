using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Transactions;
using MediatR;

namespace Dashboard.Application.Transactions;

/// <summary>The one way in, for every feed. The answer comes when each accepted item is stored durably and queued for processing.</summary>
/// <remarks>One bad item never fails the others. Waits while the queue is full; throws nothing for bad input.</remarks>
/// <param name="Items">At most <see cref="MaxItems"/>.</param>
public sealed record IngestTransactions(IReadOnlyList<NewTransaction> Items) : IRequest<IReadOnlyList<IngestResult>>
{
    public const int MaxItems = 5_000;
}

public enum IngestOutcome
{
    Accepted,
    Duplicate,
    Rejected,
}

/// <summary>The answer for one item, in the order of the items.</summary>
/// <param name="Id">Of the accepted transaction, or of the one stored earlier for a duplicate; null when rejected.</param>
/// <param name="Errors">Field name → what is wrong with it; empty unless rejected.</param>
public sealed record IngestResult(IngestOutcome Outcome, TransactionId? Id, IReadOnlyDictionary<string, string> Errors)
{
    internal static readonly IReadOnlyDictionary<string, string> NoErrors = new Dictionary<string, string>();

    internal static IngestResult Rejected(string field, string error) =>
        new(IngestOutcome.Rejected, null, new Dictionary<string, string> { [field] = error });
}

internal sealed class IngestTransactionsHandler(
    TransactionIntake intake, TransactionQueue queue, ITransactionStore store, FlowCounters flow, IMediator mediator)
    : IRequestHandler<IngestTransactions, IReadOnlyList<IngestResult>>
{
    public async Task<IReadOnlyList<IngestResult>> Handle(IngestTransactions request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Items.Count, IngestTransactions.MaxItems);
        var results = new IngestResult[request.Items.Count];
        var places = new List<int>(results.Length);
        var taken = new List<Transaction>(results.Length);
        for (var i = 0; i < results.Length; i++)
        {
            if (intake.TryTake(request.Items[i], out var transaction, out var errors))
            {
                places.Add(i);
                taken.Add(transaction);
            }
            else
            {
                results[i] = new IngestResult(IngestOutcome.Rejected, null, errors);
            }
        }

        // Room first, then the store: what is stored is queued for certain, and a full queue holds back the feed, not the writer.
        using var room = await queue.ReserveAsync(taken.Count, cancellationToken);
        var stored = await store.AddAsync(taken, cancellationToken);

        var accepted = new List<Transaction>(taken.Count);
        for (var i = 0; i < taken.Count; i++)
        {
            var result = results[places[i]] = Answer(taken[i], stored[i]);
            if (result.Outcome == IngestOutcome.Accepted) accepted.Add(taken[i]);
        }

        // Counted and shown before it can be processed, so that no later state is ever ahead of this one.
        flow.Received(accepted.Count, results.Count(r => r.Outcome == IngestOutcome.Duplicate), results.Count(r => r.Outcome == IngestOutcome.Rejected));
        foreach (var transaction in accepted) await mediator.Publish(new TransactionAccepted(transaction), CancellationToken.None);
        room.Enqueue(accepted);
        return results;
    }

    private static IngestResult Answer(Transaction transaction, AddResult result) => result switch
    {
        { Error: { } error } => IngestResult.Rejected("transaction", error),
        { Existing: null } => new(IngestOutcome.Accepted, transaction.Id, IngestResult.NoErrors),
        { Existing: { } first } when first.Details == transaction.Details => new(IngestOutcome.Duplicate, first.Id, IngestResult.NoErrors),
        _ => IngestResult.Rejected("reference", "was used before by this source for another transaction"),
    };
}
