using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.UnitTests.Rules.Language;

/// <summary>The meaning of a rule, read from its tree step by step with nullable values.</summary>
internal sealed class Interpreter(Features features, TextTable texts, PaymentFacts facts, IReadOnlyCollection<string> list)
{
    /// <summary>Null for unknown.</summary>
    public bool? Holds(Node node) => node switch
    {
        AllOf all => Lowest(all.Conditions),
        AnyOf any => !Lowest(any.Conditions.Select(c => (Node)new Not(c))),
        Not not => !Holds(not.Condition),
        IsMissing missing => (missing.Value.Type == RuleType.Text ? Text(missing.Value) : (object?)Number(missing.Value, null)) is null,
        OneOf one when one.Value.Type is RuleType.Number or RuleType.Weekday =>
            Number(one.Value, null) is { } number ? one.Items.Any(i => Number(i, null) == number) : null,
        OneOf one => Text(one.Value) is { } text ? one.Items.Any(i => Text(i) == text) : null,
        InNamedList named => Text(named.Value) is { } text ? list.Contains(text) : null,
        Comparison c when c.Left.Type is RuleType.Text or RuleType.Currency or RuleType.Status =>
            (Text(c.Left), Text(c.Right)) is ({ } left, { } right) ? left == right == (c.Operator == ComparisonOperator.Equal) : null,
        Comparison c => Compared(c),
        Between b => Within(b),
        Aggregate seen => Number(seen, null) is { } first ? first != 0 : null,
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private bool? Lowest(IEnumerable<Node> conditions)
    {
        var values = conditions.Select(Holds).ToList();
        return values.Contains(false) ? false : values.Contains(null) ? null : true;
    }

    private bool? Compared(Comparison c)
    {
        var currency = Currencies.Of(c.Left, c.Right);
        if (IsOfOtherCurrency(c, currency)) return false;
        return (Number(c.Left, currency), Number(c.Right, currency)) is ({ } left, { } right)
            ? Holds(c.Operator, left.CompareTo(right))
            : null;
    }

    private bool? Within(Between b)
    {
        var currency = Currencies.Of(b.Value, b.Low, b.High);
        if (IsOfOtherCurrency(b, currency)) return false;
        return (Number(b.Value, currency), Number(b.Low, currency), Number(b.High, currency)) is ({ } value, { } low, { } high)
            ? value >= low && value <= high
            : null;
    }

    private static bool Holds(ComparisonOperator comparison, int order) => comparison switch
    {
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        _ => order >= 0,
    };

    private bool IsOfOtherCurrency(Node node, Currency? currency) =>
        currency is { } named && named.Index != facts.Currency && node.Parts.Any(HasAmount);

    private static bool HasAmount(Node node) =>
        node is FieldValue { Field: PaymentField.Amount } || (node is not Aggregate && node.Parts.Any(HasAmount));

    private decimal? Number(Node node, Currency? currency)
    {
        switch (node)
        {
            case FieldValue: return facts.AmountMinor;
            case MoneyConstant money: return money.Value.MinorUnits;
            case NumberConstant number: return number.Value;
            case SpanConstant span: return (decimal)span.Value.TotalMicroseconds;
            case WeekdayConstant day: return day.Value == DayOfWeek.Sunday ? 7 : (int)day.Value;
            case ClockValue clock:
                var time = TimeZoneInfo.ConvertTime(
                    DateTimeOffset.UnixEpoch.AddMicroseconds(facts.Time), TimeZoneInfo.FindSystemTimeZoneById(clock.Zone));
                return !clock.IsWeekday ? time.Hour : time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek;
            case Aggregate aggregate:
                var place = features.PlaceOf(aggregate, currency);
                var isUnknown = features[place].CanBeUnknown && !facts.Known[place];
                return isUnknown ? null : features[place].IsWhole ? facts.Whole[place] : facts.Exact[place];
            case Negative negative: return -Number(negative.Value, currency);
            case Absolute absolute: return Number(absolute.Value, currency) is { } value ? Math.Abs(value) : null;
            default:
                var arithmetic = (Arithmetic)node;
                var (left, right) = (Number(arithmetic.Left, currency), Number(arithmetic.Right, currency));
                return arithmetic.Operator switch
                {
                    ArithmeticOperator.Plus => left + right,
                    ArithmeticOperator.Minus => left - right,
                    ArithmeticOperator.Times => left * right,
                    _ => right == 0 ? null : left / right,
                };
        }
    }

    private string? Text(Node node) => node switch
    {
        TextConstant text => text.Value,
        CurrencyConstant currency => currency.Value.Code,
        StatusConstant status => status.Value.ToString(),
        FieldValue { Field: PaymentField.Reference } => facts.Reference,
        FieldValue { Field: PaymentField.Currency } => Currency.FromIndex(facts.Currency).Code,
        FieldValue { Field: PaymentField.Status } => ((TransactionStatus)facts.Status).ToString(),
        FieldValue { Field: PaymentField.Account } => texts.TextOf(facts.Account),
        FieldValue { Field: PaymentField.Counterparty } => texts.TextOf(facts.Counterparty),
        FieldValue => texts.TextOf(facts.Source),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };
}
