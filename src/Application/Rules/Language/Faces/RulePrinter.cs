using System.Globalization;
using Dashboard.Application.Rules.Language.Reading;
using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.Application.Rules.Language.Faces;

/// <summary>Writes a rule in its standard form. Reading that text gives an equal tree.</summary>
internal static class RulePrinter
{
    // From the weakest to the strongest, as in the grammar.
    private const int Or = 1;
    private const int And = 2;
    private const int Denial = 3;
    private const int Condition = 4;
    private const int Sum = 5;
    private const int Product = 6;
    private const int Unary = 7;
    private const int Primary = 8;

    public static string Print(Node node) => Print(node, Or);

    public static string Quote(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";

    public static string Number(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    public static string Over(Window window) =>
        window.Span is { } span ? Spans.Write(span) : string.Create(CultureInfo.InvariantCulture, $"last {window.Last}");

    private static string Print(Node node, int weakest)
    {
        var (text, strength) = Write(node);
        return strength < weakest ? $"({text})" : text;
    }

    private static (string Text, int Strength) Write(Node node) => node switch
    {
        AnyOf any => (string.Join(" or ", any.Conditions.Select(c => Print(c, And))), Or),
        AllOf all => (string.Join(" and ", all.Conditions.Select(c => Print(c, Denial))), And),
        Not { Condition: OneOf list } => ($"{Print(list.Value, Sum)} not in {Items(list)}", Condition),
        Not { Condition: InNamedList list } => ($"{Print(list.Value, Sum)} not in list {Quote(list.List)}", Condition),
        Not { Condition: IsMissing missing } => ($"{Print(missing.Value, Sum)} is not missing", Condition),
        Not not => ("not " + Print(not.Condition, Denial), Denial),
        OneOf list => ($"{Print(list.Value, Sum)} in {Items(list)}", Condition),
        InNamedList list => ($"{Print(list.Value, Sum)} in list {Quote(list.List)}", Condition),
        IsMissing missing => ($"{Print(missing.Value, Sum)} is missing", Condition),
        Comparison c => ($"{Print(c.Left, Sum)} {Words.Of(c.Operator)} {Print(c.Right, Sum)}", Condition),
        Between b => ($"{Print(b.Value, Sum)} between {Print(b.Low, Sum)} and {Print(b.High, Sum)}", Condition),
        Arithmetic { Operator: ArithmeticOperator.Plus or ArithmeticOperator.Minus } a => (Write(a, Sum), Sum),
        Arithmetic a => (Write(a, Product), Product),
        Negative negative => ("-" + Print(negative.Value, Unary), Unary),
        NumberConstant { Value: < 0 } or MoneyConstant { Value.MinorUnits: < 0 } => (Write((Constant)node), Unary),
        Constant constant => (Write(constant), Primary),
        FieldValue field => (Words.Of(field.Field), Primary),
        ClockValue clock => ($"{(clock.IsWeekday ? Words.Weekday : Words.Hour)} in timezone {Quote(clock.Zone)}", Primary),
        Absolute absolute => ($"{Words.Absolute}({Print(absolute.Value)})", Primary),
        Aggregate aggregate => (Write(aggregate), Primary),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static string Write(Arithmetic a, int strength) =>
        $"{Print(a.Left, strength)} {Words.Of(a.Operator)} {Print(a.Right, strength + 1)}";

    private static string Items(OneOf list) => $"({string.Join(", ", list.Items.Select(Write))})";

    private static string Write(Constant constant) => constant switch
    {
        MoneyConstant money => $"{Number(money.Value.Amount)} {money.Value.Currency.Code}",
        NumberConstant number => Number(number.Value),
        SpanConstant span => Spans.Write(span.Value),
        TextConstant text => Quote(text.Value),
        CurrencyConstant currency => currency.Value.Code,
        StatusConstant status => Words.Of(status.Value),
        WeekdayConstant day => Words.Of(day.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(constant)),
    };

    private static string Write(Aggregate aggregate)
    {
        var of = aggregate.Of is { } field ? $"({Words.Of(field)}{Share(aggregate)})" : "";
        var over = aggregate.Over is { } window ? " over " + Over(window) : "";
        var where = aggregate.Where is { } condition ? $" where ({Print(condition)})" : "";
        return $"{Words.Of(aggregate.Function)}{of} per {string.Join(", ", aggregate.Per.Select(Words.Of))}{over}{where}";
    }

    private static string Share(Aggregate aggregate) =>
        aggregate.Function == AggregateFunction.Spread && aggregate.Share != Aggregate.DefaultShare
            ? string.Create(CultureInfo.InvariantCulture, $", {aggregate.Share}")
            : "";
}
