namespace Dashboard.Application.Rules.Language;

/// <summary>What is wrong with a rule, and where.</summary>
/// <param name="Position">Characters before the part that is wrong.</param>
/// <param name="Length">Characters of that part; 0 at the end of the text.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">A sentence.</param>
/// <param name="Suggestion">What the author may have meant; null when nothing is close.</param>
public sealed record RuleError(int Position, int Length, int Line, int Column, string Message, string? Suggestion)
{
    internal static RuleError At(string text, SourceSpan span, string message, string? suggestion = null)
    {
        var before = text.AsSpan(0, Math.Min(span.Position, text.Length));
        return new RuleError(
            span.Position, span.Length, before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'), message, suggestion);
    }
}

/// <summary>A part of the text of a rule.</summary>
internal readonly record struct SourceSpan(int Position, int Length)
{
    public SourceSpan To(SourceSpan end) => new(Position, end.Position + end.Length - Position);
}
