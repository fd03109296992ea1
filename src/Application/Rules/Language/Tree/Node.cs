using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Rules.Language.Tree;

/// <summary>A part of a rule. Its texts, forms and compiled code are made from this tree alone.</summary>
internal abstract record Node
{
    public abstract RuleType Type { get; }

    /// <summary>The parts directly below it, in the order of the text.</summary>
    public virtual IEnumerable<Node> Parts => [];

    /// <summary>This part and all below it.</summary>
    public IEnumerable<Node> All => Parts.SelectMany(p => p.All).Prepend(this);
}

internal enum RuleType
{
    YesNo,
    Money,
    Number,
    Span,
    Text,
    Currency,
    Status,
    Weekday,
}

internal enum PaymentField
{
    Amount,
    Account,
    Counterparty,
    Source,
    Currency,
    Status,
    Reference,
}

internal enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

internal enum ArithmeticOperator
{
    Plus,
    Minus,
    Times,
    Divided,
}

/// <summary>True when all conditions are. At least two, none of which is itself such a list.</summary>
internal sealed record AllOf(ValueList<Node> Conditions) : Node
{
    public override RuleType Type => RuleType.YesNo;

    public override IEnumerable<Node> Parts => Conditions;
}

/// <summary>True when one condition is. At least two, none of which is itself such a list.</summary>
internal sealed record AnyOf(ValueList<Node> Conditions) : Node
{
    public override RuleType Type => RuleType.YesNo;

    public override IEnumerable<Node> Parts => Conditions;
}

internal sealed record Not(Node Condition) : Node
{
    public override RuleType Type => RuleType.YesNo;

    public override IEnumerable<Node> Parts => [Condition];
}

internal sealed record Comparison(Node Left, ComparisonOperator Operator, Node Right) : Node
{
    public override RuleType Type => RuleType.YesNo;

    public override IEnumerable<Node> Parts => [Left, Right];
}

/// <summary>From <see cref="Low"/> to <see cref="High"/>, both included.</summary>
internal sealed record Between(Node Value, Node Low, Node High) : Node
{
    public override RuleType Type => RuleType.YesNo;

    public override IEnumerable<Node> Parts => [Value, Low, High];
}

internal sealed record OneOf(Node Value, ValueList<Constant> Items) : Node
{
    public override RuleType Type => RuleType.YesNo;

    public override IEnumerable<Node> Parts => [Value];
}

/// <summary>The value is an entry of a named list.</summary>
internal sealed record InNamedList(Node Value, string List) : Node
{
    public override RuleType Type => RuleType.YesNo;

    public override IEnumerable<Node> Parts => [Value];
}

internal sealed record IsMissing(Node Value) : Node
{
    public override RuleType Type => RuleType.YesNo;

    public override IEnumerable<Node> Parts => [Value];
}

internal sealed record FieldValue(PaymentField Field) : Node
{
    public override RuleType Type => Field switch
    {
        PaymentField.Amount => RuleType.Money,
        PaymentField.Currency => RuleType.Currency,
        PaymentField.Status => RuleType.Status,
        _ => RuleType.Text,
    };

    /// <summary>A payment may be without it.</summary>
    public bool CanBeMissing => Field is PaymentField.Account or PaymentField.Counterparty or PaymentField.Reference;
}

/// <summary>The hour (0 … 23) or the weekday of the payment's own time.</summary>
internal sealed record ClockValue(bool IsWeekday, string Zone) : Node
{
    public override RuleType Type => IsWeekday ? RuleType.Weekday : RuleType.Number;
}

internal sealed record Arithmetic(Node Left, ArithmeticOperator Operator, Node Right) : Node
{
    public override RuleType Type => (Left.Type, Operator, Right.Type) switch
    {
        (var left, ArithmeticOperator.Divided, var right) when left == right => RuleType.Number,
        (RuleType.Number, _, var right) => right,
        (var left, _, _) => left,
    };

    public override IEnumerable<Node> Parts => [Left, Right];
}

internal sealed record Negative(Node Value) : Node
{
    public override RuleType Type => Value.Type;

    public override IEnumerable<Node> Parts => [Value];
}

internal sealed record Absolute(Node Value) : Node
{
    public override RuleType Type => Value.Type;

    public override IEnumerable<Node> Parts => [Value];
}

internal abstract record Constant : Node;

internal sealed record MoneyConstant(Money Value) : Constant
{
    public override RuleType Type => RuleType.Money;
}

internal sealed record NumberConstant(decimal Value) : Constant
{
    public override RuleType Type => RuleType.Number;
}

internal sealed record SpanConstant(TimeSpan Value) : Constant
{
    public override RuleType Type => RuleType.Span;
}

internal sealed record TextConstant(string Value) : Constant
{
    public override RuleType Type => RuleType.Text;
}

internal sealed record CurrencyConstant(Currency Value) : Constant
{
    public override RuleType Type => RuleType.Currency;
}

internal sealed record StatusConstant(TransactionStatus Value) : Constant
{
    public override RuleType Type => RuleType.Status;
}

internal sealed record WeekdayConstant(DayOfWeek Value) : Constant
{
    public override RuleType Type => RuleType.Weekday;

    /// <summary>1 for Monday … 7 for Sunday.</summary>
    public int Number => Value == DayOfWeek.Sunday ? 7 : (int)Value;
}

/// <summary>A condition whose answer is given: it stands for another one where the effect of that one is worked out.</summary>
internal sealed record GivenCondition(bool Holds) : Node
{
    public override RuleType Type => RuleType.YesNo;
}
