using System.Globalization;
using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.Application.Rules.Language.Faces;

/// <summary>A rule in plain English, for readers who do not write rules.</summary>
internal static class RuleSentence
{
    public static string Of(Node rule) => $"Flags a payment when {Clause(rule)}.";

    /// <summary>A condition, in the middle of a sentence.</summary>
    public static string Clause(Node node) => node switch
    {
        AllOf all => string.Join(", and ", all.Conditions.Select(Inner)),
        AnyOf any => "either " + string.Join(", or ", any.Conditions.Select(Inner)),
        Not { Condition: OneOf list } => $"{Name(list.Value)} is none of {Items(list)}",
        Not { Condition: InNamedList list } => $"{Name(list.Value)} is not in the list {RulePrinter.Quote(list.List)}",
        Not { Condition: IsMissing missing } => $"{Name(missing.Value)} is known",
        Not { Condition: Aggregate { Function: AggregateFunction.FirstSeen } seen } =>
            $"there were earlier payments of {Keys(seen)}{Range(seen)}",
        Not not => $"it is not so that {Clause(not.Condition)}",
        Comparison c => $"{Name(c.Left)} {Verb(c.Operator)} {Name(c.Right)}",
        Between b => $"{Name(b.Value)} is between {Name(b.Low)} and {Name(b.High)}",
        OneOf list => $"{Name(list.Value)} is one of {Items(list)}",
        InNamedList list => $"{Name(list.Value)} is in the list {RulePrinter.Quote(list.List)}",
        IsMissing missing => $"{Name(missing.Value)} is missing",
        Aggregate { Function: AggregateFunction.FirstSeen } seen => $"this is the first payment of {Keys(seen)}{Range(seen)}{Where(seen)}",
        _ => Name(node),
    };

    /// <summary>A value, as the subject or the object of a sentence.</summary>
    public static string Name(Node node) => node switch
    {
        FieldValue field => "the " + Words.Of(field.Field),
        ClockValue clock => $"the {(clock.IsWeekday ? Words.Weekday : Words.Hour)} in {clock.Zone}",
        Absolute absolute => $"{Name(absolute.Value)} without its sign",
        Negative negative => "minus " + Name(negative.Value),
        Arithmetic { Operator: ArithmeticOperator.Times, Left: NumberConstant times } a => $"{RulePrinter.Number(times.Value)} times {Name(a.Right)}",
        Arithmetic a => $"{Name(a.Left)} {Operation(a.Operator)} {Name(a.Right)}",
        SpanConstant span => Span(span.Value),
        WeekdayConstant day => day.Value.ToString(),
        Aggregate aggregate => Figure(aggregate) + Where(aggregate),
        _ => RulePrinter.Print(node),
    };

    /// <summary>A value above its limit as people say it: "Amount 4262.91 EUR", "7 payments of the account in 1 minute". Null for any other
    /// value.</summary>
    public static string? Short(Node node, ComparisonOperator comparison, string? value) => comparison switch
    {
        ComparisonOperator.Greater => Amount(node, value) ?? Count(node, value),
        ComparisonOperator.GreaterOrEqual => Amount(node, value),
        _ => null,
    };

    private static string? Amount(Node node, string? value) =>
        node is FieldValue { Field: PaymentField.Amount } or Absolute { Value: FieldValue { Field: PaymentField.Amount } }
            ? "Amount " + value : null;

    private static string? Count(Node node, string? value)
    {
        if (node is not Aggregate { Function: AggregateFunction.Count, Where: null, Over: { } over } count) return null;
        var keys = string.Join(" and ", count.Per.Select(Words.Of));
        return over.Span is { } span ? $"{value} payments of the {keys} in {Span(span)}" : null;
    }

    public static string Verb(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "is",
        ComparisonOperator.NotEqual => "is not",
        ComparisonOperator.Less => "is less than",
        ComparisonOperator.LessOrEqual => "is at most",
        ComparisonOperator.Greater => "is more than",
        _ => "is at least",
    };

    public static string Span(TimeSpan span)
    {
        var (number, unit) = span switch
        {
            { TotalDays: >= 2 } when span.Ticks % TimeSpan.TicksPerDay == 0 => (span.TotalDays, "day"),
            _ when span.Ticks % TimeSpan.TicksPerHour == 0 && span.Ticks > 0 => (span.TotalHours, "hour"),
            _ when span.Ticks % TimeSpan.TicksPerMinute == 0 && span.Ticks > 0 => (span.TotalMinutes, "minute"),
            _ => (span.TotalSeconds, "second"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{number:0.######} {unit}{(number == 1 ? "" : "s")}");
    }

    private static string Figure(Aggregate aggregate)
    {
        var of = $" of {Keys(aggregate)}{Range(aggregate)}";
        var field = aggregate.Of is { } named ? Words.Of(named) : "";
        return aggregate.Function switch
        {
            AggregateFunction.Count => "the number of payments" + of,
            AggregateFunction.Sum => "the sum of the amounts" + of,
            AggregateFunction.Avg => "the average amount of the earlier payments" + of,
            AggregateFunction.Min => "the lowest amount of the earlier payments" + of,
            AggregateFunction.Max => "the highest amount of the earlier payments" + of,
            AggregateFunction.Median => "the usual (median) amount of the earlier payments" + of,
            AggregateFunction.Spread => string.Create(
                CultureInfo.InvariantCulture,
                $"the distance from their median within which {aggregate.Share} % of the earlier payments{of} lie"),
            AggregateFunction.Distinct =>
                $"the number of different {(field == "currency" ? "currencies" : field == "counterparty" ? "counterparties" : field + "s")}{of}",
            AggregateFunction.SinceLast => "the time since the last payment" + of,
            _ => Clause(aggregate),
        };
    }

    private static string Keys(Aggregate aggregate)
    {
        var names = aggregate.Per.Select(Words.Of).ToList();
        return "the same " + (names.Count == 1 ? names[0] : string.Join(", ", names.SkipLast(1)) + " and " + names[^1]);
    }

    private static string Range(Aggregate aggregate) => aggregate.Over switch
    {
        null => "",
        { Span: { } span } => " within " + Span(span),
        { Last: var last } => string.Create(CultureInfo.InvariantCulture, $", of the last {last}"),
    };

    private static string Where(Aggregate aggregate) =>
        aggregate.Where is { } condition ? $" (only those for which {Clause(condition)})" : "";

    private static string Items(OneOf list) => string.Join(", ", list.Items.Select(i => RulePrinter.Print(i)));

    private static string Inner(Node node) => node is AllOf or AnyOf ? $"({Clause(node)})" : Clause(node);

    private static string Operation(ArithmeticOperator operation) => operation switch
    {
        ArithmeticOperator.Plus => "plus",
        ArithmeticOperator.Minus => "minus",
        ArithmeticOperator.Times => "times",
        _ => "divided by",
    };
}
