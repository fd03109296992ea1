using Dashboard.Application.Rules.Lab.Reports;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Faces;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Rules.Lab;

/// <summary>A comparison with a fixed number, which can be moved.</summary>
/// <param name="Value">The side that is no number.</param>
/// <param name="Operator">As if the value stood on the left.</param>
/// <param name="IsDenied">The comparison stands behind an odd number of nots.</param>
internal sealed record Threshold(int Number, Comparison Comparison, Node Value, ComparisonOperator Operator, Constant Limit, bool IsDenied)
{
    private const int NearPercent = 10;

    /// <summary>The currency of the limit; null when it is no money.</summary>
    public Currency? Currency => Limit is MoneyConstant money ? money.Value.Currency : null;

    /// <summary>A number that no order can be made of has no curve.</summary>
    public static IReadOnlyList<Threshold> In(Rule rule)
    {
        var found = new List<Threshold>();
        Collect(rule.Tree, false, found);
        return found;
    }

    public RuleNumber ToNumber() => new(Number, RulePrinter.Print(Comparison), RulePrinter.Print(Limit));

    /// <summary>In minor units, microseconds or units.</summary>
    public decimal LimitValue => Limit switch
    {
        MoneyConstant money => money.Value.MinorUnits,
        SpanConstant span => span.Value.Ticks / TimeSpan.TicksPerMicrosecond,
        _ => ((NumberConstant)Limit).Value,
    };

    /// <summary>True where a value passes a limit.</summary>
    public bool Passes(decimal value, decimal limit) => Operator switch
    {
        ComparisonOperator.Less => value < limit,
        ComparisonOperator.LessOrEqual => value <= limit,
        ComparisonOperator.Greater => value > limit,
        _ => value >= limit,
    };

    /// <summary>The limit moved by one for a count, and by a tenth for anything else, so that more payments pass; null where that makes
    /// no other limit.</summary>
    public Constant? Nearer()
    {
        var rises = Operator is ComparisonOperator.Less or ComparisonOperator.LessOrEqual;
        if (IsDenied) rises = !rises;
        var step = Limit is NumberConstant && Value is Aggregate
            ? 1
            : decimal.Ceiling(Math.Abs(LimitValue) * NearPercent / 100);
        var moved = LimitValue + (rises ? step : -step);
        if (step == 0) return null;
        return Limit switch
        {
            MoneyConstant money when Math.Abs(moved) <= Money.MaxMinorUnits =>
                new MoneyConstant(Money.FromMinorUnits((long)moved, money.Value.Currency)),
            MoneyConstant => null,
            SpanConstant => new SpanConstant(TimeSpan.FromTicks((long)moved * TimeSpan.TicksPerMicrosecond)),
            _ => new NumberConstant(moved),
        };
    }

    /// <summary>The rule with another condition in the place of this comparison.</summary>
    public Node Replaced(Node tree, Node other) => tree switch
    {
        _ when ReferenceEquals(tree, Comparison) => other,
        AllOf all => new AllOf([.. all.Conditions.Select(c => Replaced(c, other))]),
        AnyOf any => new AnyOf([.. any.Conditions.Select(c => Replaced(c, other))]),
        Not not => new Not(Replaced(not.Condition, other)),
        _ => tree,
    };

    private static void Collect(Node node, bool isDenied, List<Threshold> found)
    {
        switch (node)
        {
            case AllOf or AnyOf:
                foreach (var part in node.Parts) Collect(part, isDenied, found);
                break;
            case Not not: Collect(not.Condition, !isDenied, found); break;
            case Comparison { Operator: not (ComparisonOperator.Equal or ComparisonOperator.NotEqual) } c
                when (c.Left is Constant || c.Right is Constant) && c.Left.Type != RuleType.Weekday:
                found.Add(c.Right is Constant right
                    ? new Threshold(found.Count + 1, c, c.Left, c.Operator, right, isDenied)
                    : new Threshold(found.Count + 1, c, c.Right, Turned(c.Operator), (Constant)c.Left, isDenied));
                break;
        }
    }

    private static ComparisonOperator Turned(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        _ => ComparisonOperator.LessOrEqual,
    };
}
