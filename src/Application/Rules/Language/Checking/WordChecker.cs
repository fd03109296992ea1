using Dashboard.Application.Rules.Language.Reading;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Rules.Language.Checking;

/// <summary>Words that stand alone: fields, and values such as <c>failed</c>, <c>monday</c> and <c>EUR</c>.</summary>
internal sealed class WordChecker(Checker checker)
{
    public static readonly IReadOnlyList<string> Known =
        [.. Words.Fields.Keys, .. Words.Aggregates.Keys, Words.Hour, Words.Weekday, Words.Absolute];

    /// <summary>A word whose meaning depends on what it is compared with.</summary>
    public static bool IsValueWord(Syntax syntax) => syntax is WordSyntax word && !IsName(word.Name);

    public Node? Check(WordSyntax word, RuleType? expected)
    {
        if (Words.Fields.TryGetValue(word.Name, out var field)) return new FieldValue(field);
        if (word.Name is Words.Hour or Words.Weekday)
            return checker.Fail(word.Span, $"The {word.Name} needs a time zone.", $"{word.Name} in timezone \"Europe/Berlin\"");
        if (IsName(word.Name)) return new CallChecker(checker).Check(Bare(word));
        return expected switch
        {
            RuleType.Status when Words.Statuses.TryGetValue(word.Name, out var status) => new StatusConstant(status),
            RuleType.Weekday when Words.Weekdays.TryGetValue(word.Name, out var day) => new WeekdayConstant(day),
            RuleType.Currency when Currency.TryFromCode(word.Name, out var currency) => new CurrencyConstant(currency),
            _ => Unknown(word, expected),
        };
    }

    private Node? Unknown(WordSyntax word, RuleType? expected)
    {
        var (message, suggestion) = expected switch
        {
            RuleType.Status => ($"'{word.Name}' is not a status. Known are {string.Join(", ", Words.Statuses.Keys)}.",
                Suggestions.Closest(word.Name, Words.Statuses.Keys)),
            RuleType.Weekday => ($"'{word.Name}' is not a weekday.", Suggestions.Closest(word.Name, Words.Weekdays.Keys)),
            RuleType.Currency => ($"'{word.Name}' is not a currency. Expected an ISO 4217 code such as EUR.",
                ConstantChecker.ClosestCode(word.Name)),
            RuleType.Text => ($"'{word.Name}' is not a field. A text is written in quotes.", $"\"{word.Name}\""),
            _ => ($"'{word.Name}' is not known.", Suggestions.Closest(word.Name, Known)),
        };
        return checker.Fail(word.Span, message, suggestion);
    }

    private static bool IsName(string name) => Known.Contains(name);

    private static CallSyntax Bare(WordSyntax word) => new(word, new CallParts(null, null, null, null, false, null), word.Span);
}
