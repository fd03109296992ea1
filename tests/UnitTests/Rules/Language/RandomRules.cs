using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.UnitTests.Rules.Language;

/// <summary>Makes trees of rules as the reader makes them: within the bounds, lists flat, signs in the constants.</summary>
internal sealed class RandomRules(int seed)
{
    public const string List = "watched";

    public static readonly string[] Texts = ["online", "mobile", "ACME \"Ltd\"", "back\\slash", "İstanbul", "a#b", "x", "Straße"];
    private static readonly string[] Currencies = ["EUR", "USD", "JPY", "KWD"];
    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"];

    private readonly Random _random = new(seed);
    private int _left;
    private int _aggregates;

    public Node Next()
    {
        (_left, _aggregates) = (_random.Next(3, 40), 0);
        return Condition(0, isInWhere: false);
    }

    private Node Condition(int depth, bool isInWhere)
    {
        _left--;
        if (depth > 6 || _left <= 0) return Simple(isInWhere);
        return _random.Next(10) switch
        {
            0 or 1 => new AllOf([.. Conditions(depth, isInWhere, c => c is not AllOf)]),
            2 or 3 => new AnyOf([.. Conditions(depth, isInWhere, c => c is not AnyOf)]),
            4 => new Not(Condition(depth + 1, isInWhere)),
            _ => Simple(isInWhere),
        };
    }

    private List<Node> Conditions(int depth, bool isInWhere, Func<Node, bool> fits)
    {
        var conditions = new List<Node>();
        for (var count = _random.Next(2, 5); conditions.Count < count;)
        {
            var condition = Condition(depth + 1, isInWhere);
            if (fits(condition)) conditions.Add(condition);
        }

        return conditions;
    }

    private Node Simple(bool isInWhere) => _random.Next(12) switch
    {
        0 => new IsMissing(new FieldValue(Pick(PaymentField.Account, PaymentField.Counterparty, PaymentField.Reference))),
        1 => new OneOf(Text(), [.. Some(() => (Constant)new TextConstant(Pick(Texts)))]),
        2 => new InNamedList(Text(), List),
        3 => new Comparison(
            Text(), Pick(ComparisonOperator.Equal, ComparisonOperator.NotEqual),
            _random.Next(4) == 0 ? Text() : new TextConstant(Pick(Texts))),
        4 => new OneOf(
            new FieldValue(PaymentField.Status), [.. Some(() => (Constant)new StatusConstant(Pick(Enum.GetValues<TransactionStatus>())))]),
        5 => new Comparison(
            new FieldValue(PaymentField.Currency), Pick(ComparisonOperator.Equal, ComparisonOperator.NotEqual),
            new CurrencyConstant(Currency.FromCode(Pick(Currencies)))),
        6 => new Comparison(
            new ClockValue(true, Pick(Zones)), Pick(Enum.GetValues<ComparisonOperator>()),
            new WeekdayConstant(Pick(Enum.GetValues<DayOfWeek>()))),
        7 when CanAggregate() => AggregateOf(AggregateFunction.FirstSeen, isInWhere),
        8 => Between(isInWhere),
        _ => Comparison(isInWhere),
    };

    private Comparison Comparison(bool isInWhere)
    {
        var (type, currency) = (Type(), Pick(Currencies));
        return new Comparison(
            Looking(type, currency, isInWhere), Pick(Enum.GetValues<ComparisonOperator>()), Value(type, currency, 0, isInWhere));
    }

    private Between Between(bool isInWhere)
    {
        var (type, currency) = (Type(), Pick(Currencies));
        return new Between(
            Looking(type, currency, isInWhere), Value(type, currency, 1, isInWhere), Value(type, currency, 1, isInWhere));
    }

    private RuleType Type() => _random.Next(5) switch { 0 => RuleType.Span, 1 => RuleType.Number, _ => RuleType.Money };

    private FieldValue Text() =>
        new(Pick(PaymentField.Account, PaymentField.Counterparty, PaymentField.Source, PaymentField.Reference));

    // A value with a field or an aggregate in it.
    private Node Looking(RuleType type, string currency, bool isInWhere) => type switch
    {
        RuleType.Money when !CanAggregate() || _random.Next(2) == 0 => _random.Next(4) == 0
            ? new Absolute(new FieldValue(PaymentField.Amount))
            : new FieldValue(PaymentField.Amount),
        RuleType.Money => AggregateOf(Pick(
            AggregateFunction.Sum, AggregateFunction.Avg, AggregateFunction.Min, AggregateFunction.Max, AggregateFunction.Median,
            AggregateFunction.Spread), isInWhere),
        RuleType.Number when !CanAggregate() || _random.Next(3) == 0 => new ClockValue(false, Pick(Zones)),
        RuleType.Number => AggregateOf(Pick(AggregateFunction.Count, AggregateFunction.Distinct), isInWhere),
        _ when CanAggregate() => AggregateOf(AggregateFunction.SinceLast, isInWhere),
        _ => new Arithmetic(new ClockValue(false, "UTC"), ArithmeticOperator.Times, new SpanConstant(TimeSpan.FromMinutes(1))),
    };

    private Node Value(RuleType type, string currency, int depth, bool isInWhere)
    {
        if (depth > 2 || --_left <= 0 || _random.Next(3) == 0) return Constant(type, currency);
        return _random.Next(5) switch
        {
            0 => Looking(type, currency, isInWhere),
            1 => new Arithmetic(
                Value(type, currency, depth + 1, isInWhere), Pick(ArithmeticOperator.Plus, ArithmeticOperator.Minus),
                Value(type, currency, depth + 1, isInWhere)),
            2 => new Arithmetic(
                Value(RuleType.Number, currency, depth + 1, isInWhere), ArithmeticOperator.Times,
                Value(type, currency, depth + 1, isInWhere)),
            3 => new Arithmetic(
                Value(type, currency, depth + 1, isInWhere), ArithmeticOperator.Divided,
                Value(RuleType.Number, currency, depth + 1, isInWhere)),
            _ => new Negative(Looking(type, currency, isInWhere)),
        };
    }

    private Constant Constant(RuleType type, string currency) => type switch
    {
        RuleType.Money => new MoneyConstant(Money.FromMinorUnits(_random.NextInt64(-2_000, 1_000_000), Currency.FromCode(currency))),
        RuleType.Number => new NumberConstant(_random.Next(3) == 0 ? _random.Next(-300, 3_000) / 100m : _random.Next(0, 30)),
        _ => new SpanConstant(TimeSpan.FromSeconds(Pick(1, 5, 60, 90, 3_600, 86_400, 172_800, 2_592_000))),
    };

    private bool CanAggregate() => _aggregates < 12;

    private Aggregate AggregateOf(AggregateFunction function, bool isInWhere)
    {
        _aggregates++;
        _left -= 2;
        PaymentField? of = function switch
        {
            AggregateFunction.Count or AggregateFunction.FirstSeen or AggregateFunction.SinceLast => null,
            AggregateFunction.Distinct => Pick([.. Words.Keys]),
            _ => PaymentField.Amount,
        };
        var isWindowless = function is AggregateFunction.FirstSeen or AggregateFunction.SinceLast && _random.Next(2) == 0;
        Window? over = isWindowless ? null
            : _random.Next(3) == 0 ? Window.OfLast(_random.Next(1, 20))
            : Window.Of(TimeSpan.FromSeconds(Pick(30, 60, 600, 3_600, 86_400, 604_800)));
        var where = !isInWhere && CanAggregate() && _random.Next(4) == 0 ? Condition(5, isInWhere: true) : null;
        return new Aggregate(
            function, of, function == AggregateFunction.Spread ? Pick(50, 80, 100) : 0, [.. Keys()], over, where);
    }

    private PaymentField[] Keys() => _random.Next(6) switch
    {
        0 => [PaymentField.Account, PaymentField.Counterparty],
        1 => [PaymentField.Source],
        2 => [PaymentField.Counterparty],
        3 => [PaymentField.Account, PaymentField.Currency],
        _ => [PaymentField.Account],
    };

    private List<Constant> Some(Func<Constant> make)
    {
        var items = new List<Constant>();
        for (var count = _random.Next(1, 8); items.Count < count;) items.Add(make());
        return items;
    }

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
