using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Rules.Language.Tree;

/// <summary>The currency in which a comparison is made: the one that it names, or that of the payment.</summary>
internal static class Currencies
{
    /// <summary>The currencies of the amounts in a value, without those in the conditions of aggregates.</summary>
    public static IEnumerable<Currency> NamedIn(Node value) => value switch
    {
        MoneyConstant money => [money.Value.Currency],
        Aggregate => [],
        _ => value.Parts.SelectMany(NamedIn),
    };

    /// <summary>Null for that of the payment, and for a comparison without money.</summary>
    public static Currency? Of(params ReadOnlySpan<Node> sides)
    {
        foreach (var side in sides)
            foreach (var currency in NamedIn(side)) return currency;
        return null;
    }
}
