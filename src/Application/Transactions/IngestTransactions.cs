using System.Text.Json;
using Dashboard.Application.Flagging;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using FluentValidation;
using MediatR;

namespace Dashboard.Application.Transactions;

/// <summary>The one way in, for every feed. The answer comes when each accepted item is stored durably and queued for processing.</summary>
/// <remarks>One bad item never fails the others. Waits while the queue is full; throws nothing for bad input.</remarks>
public sealed record IngestTransactions(IReadOnlyList<NewTransaction> Items) : IRequest<IReadOnlyList<IngestResult>>;

public enum IngestOutcome
{
    Accepted,
    Duplicate,
    Rejected,
}

/// <summary>The answer for one item, in the order of the items.</summary>
/// <param name="Id">Of the accepted transaction, or of the one stored earlier for a duplicate; null when rejected.</param>
/// <param name="Errors">Field name → what is wrong with it; empty unless rejected.</param>
public sealed record IngestResult(IngestOutcome Outcome, TransactionId? Id, IReadOnlyDictionary<string, string> Errors);

internal sealed class IngestTransactionsHandler(
    IValidator<NewTransaction> validator, TransactionIds ids, FlaggingRules rules, ITransactionStore store, TransactionQueue queue)
    : IRequestHandler<IngestTransactions, IReadOnlyList<IngestResult>>
{
    private static readonly Dictionary<string, string> NoErrors = [];

    public async Task<IReadOnlyList<IngestResult>> Handle(IngestTransactions request, CancellationToken cancellationToken)
    {
        var results = new IngestResult[request.Items.Count];
        var taken = new List<(int Place, Transaction Transaction)>(results.Length);
        for (var i = 0; i < results.Length; i++)
        {
            if (!TryTake(request.Items[i], out var transaction, out var errors))
                results[i] = new IngestResult(IngestOutcome.Rejected, null, errors);
            else
                taken.Add((i, transaction));
        }

        // Room first, then the store: what is stored is queued for certain, and a full queue holds back the feed and not the writer.
        using var room = await queue.ReserveAsync(taken.Count, cancellationToken);
        var stored = await store.AddAsync([.. taken.Select(t => t.Transaction)], cancellationToken);

        var accepted = new List<Transaction>(taken.Count);
        for (var i = 0; i < taken.Count; i++)
        {
            results[taken[i].Place] = Answer(taken[i].Transaction, stored[i]);
            if (stored[i].Existing is null && stored[i].Error is null) accepted.Add(taken[i].Transaction);
        }

        await room.EnqueueAsync(accepted, received: Count(results));
        return results;
    }

    private bool TryTake(NewTransaction item, out Transaction transaction, out IReadOnlyDictionary<string, string> errors)
    {
        transaction = null!;
        var shape = validator.Validate(item);
        if (!shape.IsValid)
        {
            errors = shape.Errors.GroupBy(e => JsonNamingPolicy.CamelCase.ConvertName(e.PropertyName))
                .ToDictionary(g => g.Key, g => string.Join("; ", g.Select(e => e.ErrorMessage)));
            return false;
        }

        if (!Currency.TryFromCode(item.Currency, out var currency))
        {
            errors = Error("currency", "is not an ISO 4217 code");
            return false;
        }

        if (!Money.TryFromDecimal(item.Amount, currency, out var amount, out var amountError))
        {
            errors = Error("amount", amountError!);
            return false;
        }

        var id = ids.Next();
        var details = TransactionDetails.Create(
            item.Source!, item.Reference, item.Account!, item.Counterparty, amount, item.CreatedAt ?? id.Time);
        transaction = Transaction.Receive(id, details, rules.Evaluate(details));
        errors = NoErrors;
        return true;
    }

    private static IngestResult Answer(Transaction transaction, AddResult result) => result switch
    {
        { Error: { } error } => new(IngestOutcome.Rejected, null, Error("transaction", error)),
        { Existing: null } => new(IngestOutcome.Accepted, transaction.Id, NoErrors),
        { Existing: { } first } when first.Details == transaction.Details => new(IngestOutcome.Duplicate, first.Id, NoErrors),
        _ => new(IngestOutcome.Rejected, null, Error("reference", "was used before by this source for another transaction")),
    };

    private static ReceivedCounts Count(IngestResult[] results) => new(
        Accepted: results.Count(r => r.Outcome == IngestOutcome.Accepted),
        Duplicates: results.Count(r => r.Outcome == IngestOutcome.Duplicate),
        Rejected: results.Count(r => r.Outcome == IngestOutcome.Rejected));

    private static Dictionary<string, string> Error(string field, string message) => new() { [field] = message };
}
