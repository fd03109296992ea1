using Dashboard.Application.Rules.Language.Faces;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Rules.Language.Running;

/// <summary>An aggregate together with the currency that it adds up.</summary>
/// <param name="Currency">Null for the currency of the payment, and for figures that are no money.</param>
internal sealed record Feature(Aggregate Aggregate, Currency? Currency)
{
    public bool IsMoney => Aggregate.Type == RuleType.Money;

    /// <summary>Its values are whole numbers; else they are decimals.</summary>
    public bool IsWhole =>
        Aggregate.Function is not (AggregateFunction.Avg or AggregateFunction.Median or AggregateFunction.Spread);

    /// <summary>There may be no value: a key is missing, or no earlier payment counts.</summary>
    public bool CanBeUnknown => Aggregate.NeedsPayments || Aggregate.Per.Any(p => p is PaymentField.Account or PaymentField.Counterparty);

    public override string ToString() => RulePrinter.Print(Aggregate) + (Currency is { } currency ? $" in {currency.Code}" : "");
}

/// <summary>The features of a rule, each once. A feature stands behind those in its own condition.</summary>
internal sealed class Features : IReadOnlyList<Feature>
{
    private readonly List<Feature> _all = [];
    private readonly Dictionary<Feature, int> _places = [];

    public int Count => _all.Count;

    public Feature this[int index] => _all[index];

    public static Features Of(params IEnumerable<Node> rules)
    {
        var features = new Features();
        foreach (var rule in rules) features.Collect(rule, null);
        return features;
    }

    public bool Has(Feature feature) => _places.ContainsKey(feature);

    /// <param name="currency">That of the comparison in which the aggregate stands.</param>
    public int PlaceOf(Aggregate aggregate, Currency? currency) => _places[Of(aggregate, currency)];

    public IEnumerator<Feature> GetEnumerator() => _all.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => _all.GetEnumerator();

    private static Feature Of(Aggregate aggregate, Currency? currency) =>
        new(aggregate, aggregate.Type == RuleType.Money ? currency : null);

    private void Collect(Node node, Currency? currency)
    {
        currency = node switch
        {
            Comparison c => Currencies.Of(c.Left, c.Right),
            Between b => Currencies.Of(b.Value, b.Low, b.High),
            _ => currency,
        };
        foreach (var part in node.Parts) Collect(part, node is Aggregate ? null : currency);
        if (node is not Aggregate aggregate) return;
        var feature = Of(aggregate, currency);
        if (_places.TryAdd(feature, _all.Count)) _all.Add(feature);
    }
}
