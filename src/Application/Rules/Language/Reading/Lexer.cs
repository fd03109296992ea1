using Superpower.Model;

namespace Dashboard.Application.Rules.Language.Reading;

/// <summary>Divides the text of a rule into tokens. Comments begin with # and end with the line.</summary>
internal sealed class Lexer(string text)
{
    // What people write who know another language.
    private static readonly (string Written, string Meant)[] Foreign =
    [
        ("==", "="), ("=>", ">="), ("=<", "<="), ("<>", "!="), ("&&", "and"), ("||", "or"), ("!", "not"), ("&", "and"), ("|", "or"),
        ("'", "\""), ("//", "#"), ("≥", ">="), ("≤", "<="), ("≠", "!="),
    ];

    private static readonly string[] Comparisons = ["!=", "<=", ">=", "=", "<", ">"];
    private static readonly (char Symbol, TokenKind Kind)[] Symbols =
    [
        ('(', TokenKind.Open), (')', TokenKind.Close), (',', TokenKind.Comma), ('+', TokenKind.Plus), ('-', TokenKind.Minus),
        ('*', TokenKind.Times), ('/', TokenKind.Divided),
    ];

    private readonly List<Token<TokenKind>> _tokens = [];
    private readonly Stack<int> _outer = [];
    private int _at;
    private int _level;

    /// <summary>The tokens; or the first error.</summary>
    public Token<TokenKind>[]? Read(out RuleError? error)
    {
        error = null;
        while (_at < text.Length)
        {
            if (char.IsWhiteSpace(text[_at])) _at++;
            else if (text[_at] == '#') SkipComment();
            else if ((error = Next()) is not null) return null;
        }

        return [.. _tokens];
    }

    private void SkipComment()
    {
        var end = text.IndexOf('\n', _at);
        _at = end < 0 ? text.Length : end;
    }

    private RuleError? Next()
    {
        var start = _at;
        if (char.IsAsciiDigit(text[_at])) return Number();
        if (text[_at] == '"') return Quoted();
        if (IsWordPart(text[_at]))
        {
            while (_at < text.Length && IsWordPart(text[_at])) _at++;
            return Add(Keywords.Reserved.GetValueOrDefault(text[start.._at], TokenKind.Word), start);
        }

        foreach (var (written, meant) in Foreign)
            if (StartsWith(written) && !StartsWith("!=")) return Wrong(start, written.Length, $"'{written}' is not known.", meant);
        foreach (var comparison in Comparisons)
        {
            if (!StartsWith(comparison)) continue;
            _at += comparison.Length;
            return Add(TokenKind.Comparison, start);
        }

        foreach (var (symbol, kind) in Symbols)
        {
            if (text[_at] != symbol) continue;
            _at++;
            return Add(kind, start);
        }

        return Wrong(start, char.IsSurrogatePair(text, start) ? 2 : 1, "This character means nothing here.", null);
    }

    private RuleError? Number()
    {
        var start = _at;
        SkipDigits();
        if (_at + 1 < text.Length && text[_at] == '.' && char.IsAsciiDigit(text[_at + 1]))
        {
            _at++;
            SkipDigits();
        }

        var isSpan = _at < text.Length && Spans.IsUnit(text[_at]) && (_at + 1 == text.Length || !IsWordPart(text[_at + 1]));
        if (isSpan) _at++;
        return Add(isSpan ? TokenKind.Span : TokenKind.Number, start);
    }

    private RuleError? Quoted()
    {
        var start = _at++;
        for (; _at < text.Length && text[_at] is not ('\n' or '\r'); _at++)
        {
            if (text[_at] == '\\') _at++;
            else if (text[_at] == '"')
            {
                _at++;
                return Add(TokenKind.Text, start);
            }
        }

        return Wrong(start, Math.Min(_at, text.Length) - start, "The text has no closing quote.", null);
    }

    // Here, because the parser goes down one level for each of them.
    private RuleError? Add(TokenKind kind, int start)
    {
        var isUnary = kind == TokenKind.Not
            || (kind == TokenKind.Minus && (_tokens.Count == 0 || !EndsValue(_tokens[^1].Kind)));
        if (kind == TokenKind.Open) _outer.Push(_level);
        if (kind == TokenKind.Open || isUnary) _level++;
        if (_level > RuleLimits.MaxLevels)
            return Wrong(start, _at - start, $"A rule has at most {RuleLimits.MaxLevels} levels of parentheses and words like not.", null);
        if (kind == TokenKind.Close) _outer.TryPop(out _level);
        if (kind is TokenKind.And or TokenKind.Or or TokenKind.Comma) _level = _outer.TryPeek(out var outer) ? outer + 1 : 0;
        _tokens.Add(new Token<TokenKind>(kind, new TextSpan(text, new Position(start, 1, start + 1), _at - start)));
        return null;
    }

    private static bool EndsValue(TokenKind kind) =>
        kind is TokenKind.Word or TokenKind.Number or TokenKind.Span or TokenKind.Text or TokenKind.Close;

    private void SkipDigits()
    {
        while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
    }

    private RuleError Wrong(int start, int length, string message, string? suggestion) =>
        RuleError.At(text, new SourceSpan(start, length), message, suggestion);

    private bool StartsWith(string symbol) => text.AsSpan(_at).StartsWith(symbol, StringComparison.Ordinal);

    private static bool IsWordPart(char character) => character == '_' || char.IsLetterOrDigit(character);
}
