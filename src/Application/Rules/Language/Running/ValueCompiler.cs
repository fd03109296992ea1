using System.Linq.Expressions;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Rules.Language.Running;

/// <summary>A number as code: a long of minor units, microseconds or a count; or a decimal.</summary>
/// <param name="Known">Null when it is always known.</param>
internal sealed record NumberCode(Expression Value, Expression? Known)
{
    public bool IsWhole => Value.Type == typeof(long);

    public Expression AsDecimal => IsWhole ? Expression.Convert(Value, typeof(decimal)) : Value;
}

/// <summary>Makes code of values: amounts, numbers, time spans and weekdays.</summary>
internal sealed class ValueCompiler(Features features, ParameterExpression facts)
{
    public NumberCode Compile(Node node, Currency? currency) => node switch
    {
        MoneyConstant money => Whole(money.Value.MinorUnits),
        SpanConstant span => Whole(span.Value.Ticks / TimeSpan.TicksPerMicrosecond),
        WeekdayConstant day => Whole(day.Number),
        NumberConstant number => Number(number.Value),
        FieldValue { Field: PaymentField.Amount } => new NumberCode(Field(nameof(PaymentFacts.AmountMinor)), null),
        ClockValue clock => Clock(clock),
        Aggregate aggregate => Read(features.PlaceOf(aggregate, currency)),
        Negative negative => Apply(negative.Value, currency, v => Expression.Negate(v)),
        Absolute absolute => Apply(absolute.Value, currency, Magnitude),
        Arithmetic arithmetic => Compute(arithmetic, currency),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    public Expression Field(string name) => Expression.Field(facts, name);

    /// <summary>True when both are known; null when they always are.</summary>
    public static Expression? Both(Expression? left, Expression? right) =>
        left is null ? right : right is null ? left : Expression.AndAlso(left, right);

    private static NumberCode Whole(long value) => new(Expression.Constant(value), null);

    private static NumberCode Number(decimal value) =>
        value == decimal.Truncate(value) && Math.Abs(value) <= int.MaxValue
            ? Whole((long)value)
            : new NumberCode(Expression.Constant(value), null);

    private NumberCode Clock(ClockValue clock)
    {
        var read = typeof(RuleMath).GetMethod(clock.IsWeekday ? nameof(RuleMath.Weekday) : nameof(RuleMath.Hour))!;
        var zone = Expression.Constant(TimeZoneInfo.FindSystemTimeZoneById(clock.Zone));
        return new NumberCode(Expression.Convert(Expression.Call(read, Field(nameof(PaymentFacts.Time)), zone), typeof(long)), null);
    }

    private NumberCode Read(int place)
    {
        var index = Expression.Constant(place);
        var values = features[place].IsWhole ? nameof(PaymentFacts.Whole) : nameof(PaymentFacts.Exact);
        return new NumberCode(
            Expression.ArrayIndex(Field(values), index),
            features[place].CanBeUnknown ? Expression.ArrayIndex(Field(nameof(PaymentFacts.Known)), index) : null);
    }

    private NumberCode Apply(Node node, Currency? currency, Func<Expression, Expression> apply)
    {
        var value = Compile(node, currency);
        return value with { Value = apply(value.Value) };
    }

    private static Expression Magnitude(Expression value) =>
        Expression.Call(typeof(Math).GetMethod(nameof(Math.Abs), [value.Type])!, value);

    private NumberCode Compute(Arithmetic node, Currency? currency)
    {
        var (left, right) = (Compile(node.Left, currency), Compile(node.Right, currency));
        var known = Both(left.Known, right.Known);
        var method = node.Operator switch
        {
            ArithmeticOperator.Plus => nameof(RuleMath.Add),
            ArithmeticOperator.Minus => nameof(RuleMath.Subtract),
            ArithmeticOperator.Times => nameof(RuleMath.Multiply),
            _ => nameof(RuleMath.Divide),
        };
        if (node.Operator == ArithmeticOperator.Divided)
            known = Both(known, Expression.NotEqual(right.AsDecimal, Expression.Constant(0m)));
        return new NumberCode(Expression.Call(typeof(RuleMath).GetMethod(method)!, left.AsDecimal, right.AsDecimal), known);
    }
}
