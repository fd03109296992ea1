using Dashboard.Application.Rules.Language.Checking;
using Dashboard.Application.Rules.Language.Tree;
using Superpower.Model;

namespace Dashboard.Application.Rules.Language.Reading;

/// <summary>Reads the text of a rule into its tree.</summary>
internal static class RuleReader
{
    /// <param name="lists">The names of the lists that a rule may use.</param>
    public static Node? Read(string text, IReadOnlyCollection<string> lists, out IReadOnlyList<RuleError> errors)
    {
        errors = [];
        if (text.Length > RuleLimits.MaxLength)
        {
            var rest = new SourceSpan(RuleLimits.MaxLength, text.Length - RuleLimits.MaxLength);
            errors = [RuleError.At(text, rest, $"A rule has at most {RuleLimits.MaxLength} characters; this one has {text.Length}.")];
            return null;
        }

        var tokens = new Lexer(text).Read(out var lexical);
        if (tokens is null)
        {
            errors = [lexical!];
            return null;
        }

        var parsed = Grammar.Rule(new TokenList<TokenKind>(tokens));
        if (!parsed.HasValue)
        {
            errors = [ErrorOf(text, tokens, parsed)];
            return null;
        }

        var checker = new Checker(text, lists);
        var tree = checker.Check(parsed.Value);
        errors = checker.Errors;
        return errors.Count == 0 ? tree : null;
    }

    private static RuleError ErrorOf(string text, Token<TokenKind>[] tokens, TokenListParserResult<TokenKind, Syntax> failed)
    {
        if (tokens.Length == 0) return RuleError.At(text, new SourceSpan(0, text.Length), "The rule is empty.", "amount >= 1000 EUR");
        var found = failed.Remainder.ConsumeToken();
        // A sign and a not are possible before most values; naming them would only distract.
        var some = (failed.Expectations ?? []).Where(e => e is not ("`-`" or "`not`")).Distinct().ToList();
        var expected = some.Count > 0
            ? string.Join(", ", some.SkipLast(1)) + (some.Count > 1 ? " or " : "") + some[^1]
            : "`and`, `or` or the end of the rule";
        if (!found.HasValue)
            return RuleError.At(text, new SourceSpan(text.TrimEnd().Length, 0), $"The rule ends too early: expected {expected}.");
        var word = found.Value.ToStringValue();
        var suggestion = found.Value.Kind == TokenKind.Word ? Suggestions.Closest(word, Keywords.All) : null;
        return RuleError.At(text, Grammar.SpanOf(found.Value), $"Expected {expected}, found `{word}`.", suggestion);
    }
}
