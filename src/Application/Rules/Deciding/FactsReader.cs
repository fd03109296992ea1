using Dashboard.Application.Rules.Lab;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Rules.Deciding;

/// <summary>Makes of a stored payment what a compiled rule sees. Not thread-safe.</summary>
internal sealed class FactsReader(TextTable texts, IEnumerable<string> placeholders)
{
    private readonly HashSet<string> _placeholders = placeholders.ToHashSet(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _currencies = new(StringComparer.Ordinal);

    public void Read(in StoredPayment payment, PaymentFacts facts)
    {
        facts.Id = payment.Id;
        facts.AmountMinor = payment.AmountMinor;
        facts.Currency = CurrencyOf(payment.Currency);
        facts.Account = payment.AccountIsFilledIn || _placeholders.Contains(payment.Account)
            ? TextTable.Missing
            : texts.NumberOf(payment.Account);
        facts.Counterparty = texts.NumberOf(payment.Counterparty);
        facts.Source = texts.NumberOf(payment.Source);
        facts.Reference = payment.Reference;
        facts.Status = (int)payment.Status;
        facts.Time = (payment.CreatedAt.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    }

    private int CurrencyOf(string code)
    {
        if (!_currencies.TryGetValue(code, out var index)) _currencies.Add(code, index = Currency.FromCode(code).Index);
        return index;
    }
}
