using Dashboard.Application.Rules.Language.Reading;
using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.Application.Rules.Language.Checking;

/// <summary>Checks names, types and bounds of a rule, and makes its tree. Each method answers null for a part that has an error.</summary>
internal sealed class Checker(string text, IReadOnlyCollection<string> lists)
{
    private const int MaxErrors = 20;

    private readonly List<RuleError> _errors = [];
    private int _parts;
    private int _aggregates;

    public IReadOnlyList<RuleError> Errors => _errors;

    public IReadOnlyCollection<string> Lists => lists;

    /// <summary>The number of conditions of aggregates around the part that is checked.</summary>
    public int Within { get; set; }

    public Node? Check(Syntax rule)
    {
        if (Condition(rule) is not { } tree || _errors.Count > 0) return null;
        var length = Faces.RulePrinter.Print(tree).Length;
        return length <= RuleLimits.MaxLength
            ? tree
            : Fail(rule.Span, $"The rule in its standard form has {length} characters; at most {RuleLimits.MaxLength} are allowed.");
    }

    public Node? Condition(Syntax syntax)
    {
        var condition = Value(syntax, null);
        if (condition is null || condition.Type == RuleType.YesNo) return condition;
        return Fail(syntax.Span, $"Expected a condition, but this is {TypeNames.Of(condition.Type)}.", ConditionFor(condition));
    }

    /// <param name="expected">The type of the other side, for words that mean something there only.</param>
    public Node? Value(Syntax syntax, RuleType? expected) => Counted(syntax) ? Read(syntax, expected) : null;

    public Node? Fail(SourceSpan span, string message, string? suggestion = null)
    {
        if (_errors.Count < MaxErrors) _errors.Add(RuleError.At(text, span, message, suggestion));
        return null;
    }

    public bool CountAggregate(SourceSpan span)
    {
        if (++_aggregates == RuleLimits.MaxAggregates + 1) Fail(span, $"A rule has at most {RuleLimits.MaxAggregates} aggregates.");
        return _aggregates <= RuleLimits.MaxAggregates;
    }

    public string TextOf(Syntax syntax) => text.Substring(syntax.Span.Position, syntax.Span.Length);

    private bool Counted(Syntax syntax)
    {
        if (++_parts == RuleLimits.MaxParts + 1) Fail(syntax.Span, $"A rule has at most {RuleLimits.MaxParts} parts.");
        return _parts <= RuleLimits.MaxParts;
    }

    private Node? Read(Syntax syntax, RuleType? expected) => syntax switch
    {
        LogicSyntax logic => Logic(logic),
        NotSyntax not => Condition(not.Condition) is { } condition ? new Not(condition) : null,
        ComparisonSyntax or BetweenSyntax or InSyntax or InListSyntax or MissingSyntax => new ConditionChecker(this).Check(syntax),
        ArithmeticSyntax or NegativeSyntax => new ArithmeticChecker(this).Check(syntax),
        CallSyntax call => new CallChecker(this).Check(call),
        WordSyntax word => new WordChecker(this).Check(word, expected),
        _ => new ConstantChecker(this).Check(syntax),
    };

    private Node? Logic(LogicSyntax logic)
    {
        // A chain of the same word is one list; the parser nests it to the left.
        var parts = new List<Syntax> { logic.Right };
        var rest = logic.Left;
        for (; rest is LogicSyntax inner && inner.Operator == logic.Operator; rest = inner.Left) parts.Add(inner.Right);
        parts.Add(rest);
        parts.Reverse();
        var isAnd = logic.Operator == "and";
        var conditions = new List<Node>();
        foreach (var part in parts)
        {
            switch (Condition(part))
            {
                case null: break;
                case AllOf all when isAnd: conditions.AddRange(all.Conditions); break;
                case AnyOf any when !isAnd: conditions.AddRange(any.Conditions); break;
                case var condition: conditions.Add(condition); break;
            }
        }

        if (conditions.Count < 2) return null;
        return isAnd ? new AllOf([.. conditions]) : new AnyOf([.. conditions]);
    }

    private static string? ConditionFor(Node value) => value switch
    {
        FieldValue { CanBeMissing: true } field => $"{Words.Of(field.Field)} is not missing",
        FieldValue { Field: PaymentField.Amount } => "amount >= 1000 EUR",
        _ when value.Type == RuleType.Number => $"{Faces.RulePrinter.Print(value)} > 5",
        _ => null,
    };
}
