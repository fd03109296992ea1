using System.Text.Json;
using Dashboard.Application.Flagging;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using FluentValidation;

namespace Dashboard.Application.Transactions;

/// <summary>Makes a flagged Pending transaction of what a sender wrote, or says field by field what is wrong with it.</summary>
internal sealed class TransactionIntake(IValidator<NewTransaction> shape, TransactionIds ids, FlaggingRules rules)
{
    public bool TryTake(NewTransaction item, out Transaction transaction, out IReadOnlyDictionary<string, string> errors)
    {
        transaction = null!;
        var result = shape.Validate(item);
        if (!result.IsValid)
        {
            errors = result.Errors.GroupBy(e => JsonNamingPolicy.CamelCase.ConvertName(e.PropertyName))
                .ToDictionary(g => g.Key, g => string.Join("; ", g.Select(e => e.ErrorMessage)));
            return false;
        }

        if (!Currency.TryFromCode(item.Currency, out var currency))
        {
            errors = new Dictionary<string, string> { ["currency"] = "is not an ISO 4217 code" };
            return false;
        }

        if (!Money.TryFromDecimal(item.Amount!.Value, currency, out var amount, out var amountError))
        {
            errors = new Dictionary<string, string> { ["amount"] = amountError! };
            return false;
        }

        var id = ids.Next();
        var details = TransactionDetails.Create(
            item.Source!, item.Reference, item.Account!, item.Counterparty, amount, item.CreatedAt ?? id.Time);
        transaction = Transaction.Receive(id, details, rules.Evaluate(details));
        errors = IngestResult.NoErrors;
        return true;
    }
}
