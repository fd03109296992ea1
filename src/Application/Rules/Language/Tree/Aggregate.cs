namespace Dashboard.Application.Rules.Language.Tree;

internal enum AggregateFunction
{
    Count,
    Sum,
    Avg,
    Min,
    Max,
    Median,
    Spread,
    Distinct,
    FirstSeen,
    SinceLast,
}

/// <summary>A figure over the payments of a key, such as <c>sum(amount) per account over 24h</c>.</summary>
/// <param name="Of">The field that is added up or told apart; null for functions without one.</param>
/// <param name="Share">Of <c>spread</c>: percent of the payments that lie within it; 0 for all other functions.</param>
/// <param name="Per">Fields of which each combination has a figure of its own; without repeats.</param>
/// <param name="Over">Null for no window, which only <c>first_seen</c> and <c>since_last</c> have.</param>
/// <param name="Where">Which payments count; null for all.</param>
internal sealed record Aggregate(
    AggregateFunction Function, PaymentField? Of, int Share, ValueList<PaymentField> Per, Window? Over, Node? Where) : Node
{
    public const int DefaultShare = 50;

    public override RuleType Type => Function switch
    {
        AggregateFunction.Count or AggregateFunction.Distinct => RuleType.Number,
        AggregateFunction.FirstSeen => RuleType.YesNo,
        AggregateFunction.SinceLast => RuleType.Span,
        _ => RuleType.Money,
    };

    public override IEnumerable<Node> Parts => Where is null ? [] : [Where];

    /// <summary>The payment that is judged counts as well.</summary>
    public bool IncludesItself => Function is AggregateFunction.Count or AggregateFunction.Sum or AggregateFunction.Distinct;

    /// <summary>Unknown when no payment counts.</summary>
    public bool NeedsPayments => !IncludesItself && Function != AggregateFunction.FirstSeen;
}

/// <summary>The payments of an aggregate: those of a time span, or the last ones. One of the two is set.</summary>
internal sealed record Window(TimeSpan? Span, int? Last)
{
    public static Window Of(TimeSpan span) => new(span, null);

    public static Window OfLast(int payments) => new(null, payments);
}
