namespace Dashboard.Application.Rules.Language;

/// <summary>The bounds of a rule. No text can make the program work longer than these allow.</summary>
public static class RuleLimits
{
    /// <value>UTF-16 units of a rule, as written and in its standard form.</value>
    public const int MaxLength = 2_000;

    /// <value>Fields, numbers, texts, aggregates and operators; the items of a list are not counted.</value>
    public const int MaxParts = 200;

    /// <value>Parentheses, and words such as <c>not</c>, within each other.</value>
    public const int MaxLevels = 32;

    public const int MaxAggregates = 16;

    public const int MaxListItems = 100;

    /// <value>Payments of a window such as <c>over last 10</c>.</value>
    public const int MaxLast = 1_000;

    /// <value>The newest payments of a window from which <c>median</c> and <c>spread</c> are worked out.</value>
    public const int MaxRanked = 1_000;

    public static readonly TimeSpan MaxWindow = TimeSpan.FromDays(30);
}
