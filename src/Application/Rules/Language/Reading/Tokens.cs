using Superpower.Display;

namespace Dashboard.Application.Rules.Language.Reading;

internal enum TokenKind
{
    [Token(Description = "a word")]
    Word,
    [Token(Description = "a number")]
    Number,
    [Token(Description = "a time span such as 10m")]
    Span,
    [Token(Description = "a text in quotes")]
    Text,
    [Token(Example = "(")]
    Open,
    [Token(Example = ")")]
    Close,
    [Token(Example = ",")]
    Comma,
    [Token(Description = "a comparison such as >=")]
    Comparison,
    [Token(Example = "+")]
    Plus,
    [Token(Example = "-")]
    Minus,
    [Token(Example = "*")]
    Times,
    [Token(Example = "/")]
    Divided,
    [Token(Example = "and")]
    And,
    [Token(Example = "or")]
    Or,
    [Token(Example = "not")]
    Not,
    [Token(Example = "in")]
    In,
    [Token(Example = "is")]
    Is,
    [Token(Example = "between")]
    Between,
    [Token(Example = "per")]
    Per,
    [Token(Example = "over")]
    Over,
    [Token(Example = "where")]
    Where,
}

/// <summary>Words with a meaning in the grammar. The second group means something in one place only.</summary>
internal static class Keywords
{
    public const string Last = "last";
    public const string Missing = "missing";
    public const string List = "list";
    public const string TimeZone = "timezone";

    public static readonly IReadOnlyDictionary<string, TokenKind> Reserved = new Dictionary<string, TokenKind>
    {
        ["and"] = TokenKind.And,
        ["or"] = TokenKind.Or,
        ["not"] = TokenKind.Not,
        ["in"] = TokenKind.In,
        ["is"] = TokenKind.Is,
        ["between"] = TokenKind.Between,
        ["per"] = TokenKind.Per,
        ["over"] = TokenKind.Over,
        ["where"] = TokenKind.Where,
    };

    public static readonly IReadOnlyList<string> All = [.. Reserved.Keys, Last, Missing, List, TimeZone];
}
