using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Rules.Language.Tree;

/// <summary>The words of the language. All faces of a rule take them from here.</summary>
internal static class Words
{
    public const string Hour = "hour";
    public const string Weekday = "weekday";
    public const string Absolute = "abs";

    public static readonly IReadOnlyDictionary<string, PaymentField> Fields =
        Enum.GetValues<PaymentField>().ToDictionary(f => f.ToString().ToLowerInvariant());

    public static readonly IReadOnlyDictionary<string, AggregateFunction> Aggregates = new Dictionary<string, AggregateFunction>
    {
        ["count"] = AggregateFunction.Count,
        ["sum"] = AggregateFunction.Sum,
        ["avg"] = AggregateFunction.Avg,
        ["min"] = AggregateFunction.Min,
        ["max"] = AggregateFunction.Max,
        ["median"] = AggregateFunction.Median,
        ["spread"] = AggregateFunction.Spread,
        ["distinct"] = AggregateFunction.Distinct,
        ["first_seen"] = AggregateFunction.FirstSeen,
        ["since_last"] = AggregateFunction.SinceLast,
    };

    public static readonly IReadOnlyDictionary<string, TransactionStatus> Statuses =
        Enum.GetValues<TransactionStatus>().ToDictionary(s => s.ToString().ToLowerInvariant());

    public static readonly IReadOnlyDictionary<string, DayOfWeek> Weekdays =
        Enum.GetValues<DayOfWeek>().ToDictionary(d => d.ToString().ToLowerInvariant());

    public static readonly IReadOnlyDictionary<string, ComparisonOperator> Comparisons = new Dictionary<string, ComparisonOperator>
    {
        ["="] = ComparisonOperator.Equal,
        ["!="] = ComparisonOperator.NotEqual,
        ["<"] = ComparisonOperator.Less,
        ["<="] = ComparisonOperator.LessOrEqual,
        [">"] = ComparisonOperator.Greater,
        [">="] = ComparisonOperator.GreaterOrEqual,
    };

    public static readonly IReadOnlyDictionary<string, ArithmeticOperator> Arithmetics = new Dictionary<string, ArithmeticOperator>
    {
        ["+"] = ArithmeticOperator.Plus,
        ["-"] = ArithmeticOperator.Minus,
        ["*"] = ArithmeticOperator.Times,
        ["/"] = ArithmeticOperator.Divided,
    };

    /// <summary>The fields of which a figure can be kept apart.</summary>
    public static readonly IReadOnlyList<PaymentField> Keys =
        [PaymentField.Account, PaymentField.Counterparty, PaymentField.Source, PaymentField.Currency];

    public static string Of(PaymentField field) => NameOf(Fields, field);

    public static string Of(AggregateFunction function) => NameOf(Aggregates, function);

    public static string Of(ComparisonOperator comparison) => NameOf(Comparisons, comparison);

    public static string Of(ArithmeticOperator arithmetic) => NameOf(Arithmetics, arithmetic);

    public static string Of(TransactionStatus status) => NameOf(Statuses, status);

    public static string Of(DayOfWeek day) => NameOf(Weekdays, day);

    private static string NameOf<T>(IReadOnlyDictionary<string, T> names, T value) =>
        names.First(n => EqualityComparer<T>.Default.Equals(n.Value, value)).Key;
}
