using System.Linq.Expressions;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Rules.Language.Running;

/// <summary>A condition as code: a bool, or a <see cref="Truth"/> as an int where it may be unknown.</summary>
internal readonly record struct ConditionCode(Expression Code)
{
    public bool CanBeUnknown => Code.Type == typeof(int);

    public Expression AsTruth => CanBeUnknown
        ? Code
        : Expression.Condition(Code, Expression.Constant((int)Truth.True), Expression.Constant((int)Truth.False));
}

/// <summary>Compiles the tree of a rule. Only parts that can be unknown pay for it. Nothing is kept: the code is dropped with its
/// delegate.</summary>
internal sealed class RuleCompiler
{
    private readonly ParameterExpression _facts = Expression.Parameter(typeof(PaymentFacts));
    private readonly ValueCompiler _values;
    private readonly TextCompiler _texts;
    private readonly Func<string, IEnumerable<string>> _lists;

    public RuleCompiler(Features features, TextTable texts, Func<string, IEnumerable<string>> lists)
    {
        _lists = lists;
        _values = new ValueCompiler(features, _facts);
        _texts = new TextCompiler(_values, texts);
    }

    public Func<PaymentFacts, Truth> Compile(Node condition)
    {
        var code = Expression.Convert(Condition(condition).AsTruth, typeof(Truth));
        return Expression.Lambda<Func<PaymentFacts, Truth>>(code, _facts).Compile();
    }

    /// <summary>The number of a value, in minor units or microseconds; null when it is unknown.</summary>
    public Func<PaymentFacts, decimal?> CompileNumber(Node value, Currency? currency)
    {
        var number = _values.Compile(value, currency);
        Expression code = Expression.Convert(number.AsDecimal, typeof(decimal?));
        if (number.Known is not null) code = Expression.Condition(number.Known, code, Expression.Constant(null, typeof(decimal?)));
        return Expression.Lambda<Func<PaymentFacts, decimal?>>(code, _facts).Compile();
    }

    private ConditionCode Condition(Node node) => node switch
    {
        AllOf all => All(all.Conditions.Select(Condition), isAnd: true),
        AnyOf any => All(any.Conditions.Select(Condition), isAnd: false),
        Not not => Opposite(Condition(not.Condition)),
        Comparison c => Compare(c),
        Between b => InOneCurrency(Currencies.Of(b.Value, b.Low, b.High), b, Range(b)),
        OneOf list => WhenKnown(KnownOf(list.Value), Membership(list)),
        InNamedList list => WhenKnown(_texts.Known(list.Value), _texts.IsOneOf(list.Value, _lists(list.List))),
        IsMissing missing => new ConditionCode(KnownOf(missing.Value) is { } known ? Expression.Not(known) : Expression.Constant(false)),
        Aggregate aggregate => FirstSeen(aggregate),
        GivenCondition given => new ConditionCode(Expression.Constant(given.Holds)),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private ConditionCode FirstSeen(Aggregate aggregate)
    {
        var number = _values.Compile(aggregate, null);
        return WhenKnown(number.Known, Expression.NotEqual(number.Value, Expression.Constant(0L)));
    }

    private Expression? KnownOf(Node value) =>
        value.Type is RuleType.Text or RuleType.Currency or RuleType.Status ? _texts.Known(value) : _values.Compile(value, null).Known;

    private Expression Membership(OneOf list) => list.Value.Type switch
    {
        RuleType.Text => _texts.IsOneOf(list.Value, list.Items.Cast<TextConstant>().Select(i => i.Value)),
        RuleType.Currency => TextCompiler.IsOneOf(
            _texts.Compile(list.Value, false), list.Items.Cast<CurrencyConstant>().Select(i => i.Value.Index)),
        RuleType.Status => TextCompiler.IsOneOf(
            _texts.Compile(list.Value, false), list.Items.Cast<StatusConstant>().Select(i => (int)i.Value)),
        _ => list.Items.Select(i => Ordered(ComparisonOperator.Equal, _values.Compile(list.Value, null), _values.Compile(i, null)))
            .Aggregate(Expression.OrElse),
    };

    private ConditionCode Compare(Comparison c)
    {
        if (c.Left.Type is RuleType.Text or RuleType.Currency or RuleType.Status)
        {
            var equal = _texts.AreEqual(c.Left, c.Right);
            return WhenKnown(
                ValueCompiler.Both(_texts.Known(c.Left), _texts.Known(c.Right)),
                c.Operator == ComparisonOperator.Equal ? equal : Expression.Not(equal));
        }

        var currency = Currencies.Of(c.Left, c.Right);
        var (left, right) = (_values.Compile(c.Left, currency), _values.Compile(c.Right, currency));
        return InOneCurrency(currency, c, WhenKnown(ValueCompiler.Both(left.Known, right.Known), Ordered(c.Operator, left, right)));
    }

    private ConditionCode Range(Between b)
    {
        var currency = Currencies.Of(b.Value, b.Low, b.High);
        var (value, low, high) = (
            _values.Compile(b.Value, currency), _values.Compile(b.Low, currency), _values.Compile(b.High, currency));
        return WhenKnown(
            ValueCompiler.Both(value.Known, ValueCompiler.Both(low.Known, high.Known)),
            Expression.AndAlso(
                Ordered(ComparisonOperator.GreaterOrEqual, value, low), Ordered(ComparisonOperator.LessOrEqual, value, high)));
    }

    // A comparison that names a currency, and looks at the payment's own amount, is false for a payment in another currency.
    private ConditionCode InOneCurrency(Currency? currency, Node comparison, ConditionCode code)
    {
        if (currency is not { } named || !comparison.Parts.Any(LooksAtAmount)) return code;
        var isNamed = Expression.Equal(_values.Field(nameof(PaymentFacts.Currency)), Expression.Constant(named.Index));
        return new ConditionCode(code.CanBeUnknown
            ? Expression.Condition(isNamed, code.Code, Expression.Constant((int)Truth.False))
            : Expression.AndAlso(isNamed, code.Code));
    }

    private static bool LooksAtAmount(Node node) =>
        node is FieldValue { Field: PaymentField.Amount } || (node is not Aggregate && node.Parts.Any(LooksAtAmount));

    private static BinaryExpression Ordered(ComparisonOperator comparison, NumberCode left, NumberCode right)
    {
        var (first, second) = left.IsWhole && right.IsWhole ? (left.Value, right.Value) : (left.AsDecimal, right.AsDecimal);
        return comparison switch
        {
            ComparisonOperator.Equal => Expression.Equal(first, second),
            ComparisonOperator.NotEqual => Expression.NotEqual(first, second),
            ComparisonOperator.Less => Expression.LessThan(first, second),
            ComparisonOperator.LessOrEqual => Expression.LessThanOrEqual(first, second),
            ComparisonOperator.Greater => Expression.GreaterThan(first, second),
            _ => Expression.GreaterThanOrEqual(first, second),
        };
    }

    private static ConditionCode WhenKnown(Expression? known, Expression code) => new(known is null
        ? code
        : Expression.Condition(known, new ConditionCode(code).AsTruth, Expression.Constant((int)Truth.Unknown)));

    private static ConditionCode Opposite(ConditionCode code) => new(code.CanBeUnknown
        ? Expression.Subtract(Expression.Constant((int)Truth.True), code.Code)
        : Expression.Not(code.Code));

    // The lowest of all for and, the highest for or. What cannot be unknown is asked first.
    private static ConditionCode All(IEnumerable<ConditionCode> conditions, bool isAnd)
    {
        var codes = conditions.ToList();
        Expression? decided = null;
        foreach (var code in codes.Where(c => !c.CanBeUnknown))
            decided = decided is null ? code.Code : isAnd ? Expression.AndAlso(decided, code.Code) : Expression.OrElse(decided, code.Code);
        Expression? open = null;
        var end = Expression.Constant((int)(isAnd ? Truth.False : Truth.True));
        foreach (var code in codes.Where(c => c.CanBeUnknown).Reverse())
        {
            if (open is null)
            {
                open = code.Code;
                continue;
            }

            var first = Expression.Variable(typeof(int));
            var both = Expression.Call(
                typeof(Math).GetMethod(isAnd ? nameof(Math.Min) : nameof(Math.Max), [typeof(int), typeof(int)])!, first, open);
            open = Expression.Block(
                [first], Expression.Assign(first, code.Code), Expression.Condition(Expression.Equal(first, end), end, both));
        }

        if (open is null) return new ConditionCode(decided!);
        if (decided is null) return new ConditionCode(open);
        return new ConditionCode(isAnd ? Expression.Condition(decided, open, end) : Expression.Condition(decided, end, open));
    }
}
