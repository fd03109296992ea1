using System.Text.Json;
using Dashboard.Domain.Common;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using FluentValidation;

namespace Dashboard.Application.Ingest;

/// <summary>Makes a transaction from the payment of a sender, Pending or already ended, or says field by field what is wrong with
/// it.</summary>
internal sealed class TransactionIntake(IValidator<NewTransaction> shape, OrderedIds ids, TimeProvider clock)
{
    public bool TryTake(
        NewTransaction item, string? idempotencyKey, bool accountIsFilledIn, out Transaction transaction,
        out IReadOnlyDictionary<string, string> errors)
    {
        transaction = null!;
        var result = shape.Validate(item);
        if (!result.IsValid)
        {
            errors = result.Errors.GroupBy(e => JsonNamingPolicy.CamelCase.ConvertName(e.PropertyName))
                .ToDictionary(g => g.Key, g => string.Join("; ", g.Select(e => e.ErrorMessage)));
            return false;
        }

        if (!Currency.TryFromCode(item.Currency, out var currency)) return Fails("currency", "is not an ISO 4217 code", out errors);
        if (!Money.TryFromDecimal(item.Amount!.Value, currency, out var amount, out var amountError))
            return Fails("amount", amountError!, out errors);

        var id = new TransactionId(ids.Next());
        var receivedAt = id.Ordered.TimeOfReceipt(clock.GetUtcNow());
        var endedAt = item.CompletedAt ?? receivedAt;
        var createdAt = item.CreatedAt ?? (item.Status is not null && endedAt < receivedAt ? endedAt : receivedAt);
        if (item.Status is not null && Outcomes.LiesBefore(endedAt, createdAt))
            return Fails("completedAt", "must not be before createdAt", out errors);

        var details = TransactionDetails.Create(
            item.Source!, item.Reference, idempotencyKey, item.Account!, item.Counterparty, amount, createdAt)
            with
        { AccountIsStated = !accountIsFilledIn };
        transaction = Transaction.Receive(id, details, flags: [], receivedAt);
        if (item.Status is not null) transaction = transaction.Start().End(item, endedAt, since: createdAt);
        errors = IngestResult.NoErrors;
        return true;
    }

    private static bool Fails(string field, string error, out IReadOnlyDictionary<string, string> errors)
    {
        errors = new Dictionary<string, string> { [field] = error };
        return false;
    }
}
