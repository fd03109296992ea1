using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.Application.Rules.Language.Checking;

/// <summary>The types of the language, as errors name them.</summary>
internal static class TypeNames
{
    public static string Of(RuleType type) => type switch
    {
        RuleType.YesNo => "a condition",
        RuleType.Money => "an amount of money",
        RuleType.Number => "a number",
        RuleType.Span => "a time span",
        RuleType.Text => "a text",
        RuleType.Currency => "a currency",
        RuleType.Status => "a status",
        RuleType.Weekday => "a weekday",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static bool IsOrdered(RuleType type) => type is RuleType.Money or RuleType.Number or RuleType.Span or RuleType.Weekday;

    public static bool IsCounted(RuleType type) => type is RuleType.Money or RuleType.Number or RuleType.Span;
}
