namespace Dashboard.Application.Rules.Language.Reading;

/// <summary>A rule as its author wrote it, with positions; neither names nor types are checked yet.</summary>
internal abstract record Syntax(SourceSpan Span);

internal sealed record NumberSyntax(string Text, SourceSpan Span) : Syntax(Span);

/// <param name="Unit">The word after the number; meant to be a currency.</param>
internal sealed record MoneySyntax(string Number, WordSyntax Unit, SourceSpan Span) : Syntax(Span);

internal sealed record SpanSyntax(string Text, SourceSpan Span) : Syntax(Span);

/// <param name="Text">With its quotes.</param>
internal sealed record TextSyntax(string Text, SourceSpan Span) : Syntax(Span);

internal sealed record WordSyntax(string Name, SourceSpan Span) : Syntax(Span);

/// <summary>A word with something after it: arguments, a time zone, keys, a window, a condition.</summary>
internal sealed record CallSyntax(WordSyntax Name, CallParts Parts, SourceSpan Span) : Syntax(Span);

internal sealed record CallParts(
    IReadOnlyList<Syntax>? Arguments, TextSyntax? Zone, IReadOnlyList<WordSyntax>? Per, Syntax? Over, bool IsLast, Syntax? Where)
{
    public bool IsEmpty => Arguments is null && Zone is null && Per is null && Over is null && Where is null;
}

internal sealed record NegativeSyntax(Syntax Value, SourceSpan Span) : Syntax(Span);

internal sealed record NotSyntax(Syntax Condition, SourceSpan Span) : Syntax(Span);

/// <param name="Operator"><c>and</c> or <c>or</c>.</param>
internal sealed record LogicSyntax(string Operator, Syntax Left, Syntax Right) : Syntax(Left.Span.To(Right.Span));

internal sealed record ArithmeticSyntax(string Operator, Syntax Left, Syntax Right) : Syntax(Left.Span.To(Right.Span));

internal sealed record ComparisonSyntax(Syntax Left, string Operator, Syntax Right) : Syntax(Left.Span.To(Right.Span));

internal sealed record BetweenSyntax(Syntax Value, Syntax Low, Syntax High) : Syntax(Value.Span.To(High.Span));

internal sealed record InSyntax(Syntax Value, IReadOnlyList<Syntax> Items, SourceSpan Span) : Syntax(Span);

internal sealed record InListSyntax(Syntax Value, TextSyntax List, SourceSpan Span) : Syntax(Span);

internal sealed record MissingSyntax(Syntax Value, SourceSpan Span) : Syntax(Span);
