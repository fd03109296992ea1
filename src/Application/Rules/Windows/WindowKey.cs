using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Rules.Windows;

/// <summary>The values of up to four fields, and a currency where money is added up.</summary>
internal readonly record struct WindowKey(int First, int Second, int Third, int Fourth, int Currency)
{
    // The default of a record adds and multiplies too little: keys that count up from 1 would share buckets.
    public override int GetHashCode() => HashCode.Combine(First, Second, Third, Fourth, Currency);
}

/// <summary>The payments that are kept apart in the same way: by the same fields, by currency or not, and under the same
/// condition.</summary>
internal sealed record WindowKind(ValueList<PaymentField> Per, bool ByCurrency, Node? Where)
{
    public static WindowKind Of(Feature feature) => new(feature.Aggregate.Per, feature.IsMoney, feature.Aggregate.Where);

    /// <summary>False when a field of the key is missing.</summary>
    /// <param name="currency">The currency that is asked for; null for that of the payment.</param>
    public bool TryKeyOf(PaymentFacts facts, Currency? currency, out WindowKey key)
    {
        var (a, b, c, d) = (Part(facts, 0), Part(facts, 1), Part(facts, 2), Part(facts, 3));
        key = new WindowKey(a, b, c, d, ByCurrency ? currency?.Index ?? facts.Currency : 0);
        return a != TextTable.Missing && b != TextTable.Missing && c != TextTable.Missing && d != TextTable.Missing;
    }

    private int Part(PaymentFacts facts, int place) => place >= Per.Count ? -1 : ValueOf(facts, Per[place]);

    public static int ValueOf(PaymentFacts facts, PaymentField field) => field switch
    {
        PaymentField.Account => facts.Account,
        PaymentField.Counterparty => facts.Counterparty,
        PaymentField.Source => facts.Source,
        _ => facts.Currency,
    };
}
