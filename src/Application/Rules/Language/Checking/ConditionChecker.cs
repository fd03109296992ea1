using Dashboard.Application.Rules.Language.Reading;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Rules.Language.Checking;

/// <summary>Comparisons, ranges, lists and <c>is missing</c>.</summary>
internal sealed class ConditionChecker(Checker checker)
{
    public Node? Check(Syntax syntax) => syntax switch
    {
        ComparisonSyntax comparison => Comparison(comparison),
        BetweenSyntax between => Between(between),
        InSyntax list => OneOf(list),
        InListSyntax list => InList(list),
        MissingSyntax missing => Missing(missing),
        _ => throw new ArgumentOutOfRangeException(nameof(syntax)),
    };

    private Node? Comparison(ComparisonSyntax syntax)
    {
        // A word such as failed gets its meaning from the other side.
        var isTurned = WordChecker.IsValueWord(syntax.Left) && !WordChecker.IsValueWord(syntax.Right);
        var (first, second) = isTurned ? (syntax.Right, syntax.Left) : (syntax.Left, syntax.Right);
        var known = checker.Value(first, null);
        var other = known is null && WordChecker.IsValueWord(second) ? null : checker.Value(second, known?.Type);
        if (known is null || other is null) return null;
        var (left, right) = isTurned ? (other, known) : (known, other);
        var symbol = Words.Comparisons[syntax.Operator];
        if (!Agree(left, syntax.Left, right, syntax.Right)) return null;
        (left, right) = (Meant(right, left), Meant(left, right));
        if (left.Type == RuleType.YesNo) return checker.Fail(syntax.Span, "A condition is not compared: it stands alone, or behind not.");
        if (!TypeNames.IsOrdered(left.Type) && symbol is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual))
            return checker.Fail(syntax.Span, $"{Capital(TypeNames.Of(left.Type))} is only compared with = and !=.");
        if (!LooksAtPayments(left) && !LooksAtPayments(right))
            return checker.Fail(syntax.Span, "A comparison needs a field or an aggregate.");
        return new Comparison(left, symbol, right);
    }

    private Node? Between(BetweenSyntax syntax)
    {
        var value = checker.Value(syntax.Value, null);
        var low = checker.Value(syntax.Low, value?.Type);
        var high = checker.Value(syntax.High, value?.Type);
        if (value is null || low is null || high is null) return null;
        if (!Agree(value, syntax.Value, low, syntax.Low) || !Agree(value, syntax.Value, high, syntax.High)) return null;
        if (!Agree(low, syntax.Low, high, syntax.High)) return null;
        if (!TypeNames.IsOrdered(value.Type))
            return checker.Fail(syntax.Span, $"{Capital(TypeNames.Of(value.Type))} does not lie between two others.");
        return LooksAtPayments(value) ? new Between(value, low, high) : checker.Fail(syntax.Value.Span, "Expected a field or an aggregate.");
    }

    private Node? OneOf(InSyntax syntax)
    {
        var value = checker.Value(syntax.Value, null);
        if (value is null) return null;
        if (value.Type is RuleType.YesNo or RuleType.Money or RuleType.Span || value is Constant)
            return checker.Fail(syntax.Value.Span, $"in takes a text, a currency, a status, a weekday or a number, and not {Kind(value)}.");
        if (syntax.Items.Count == 0) return checker.Fail(syntax.Span, "The list is empty.");
        if (syntax.Items.Count > RuleLimits.MaxListItems)
            return checker.Fail(syntax.Span, $"A list in a rule has at most {RuleLimits.MaxListItems} items; this one has {syntax.Items.Count}.");
        var items = new List<Constant>();
        foreach (var part in syntax.Items)
        {
            switch (part is WordSyntax word ? new WordChecker(checker).Check(word, value.Type) : Item(part))
            {
                case Constant item when Agree(value, syntax.Value, item, part): items.Add(Meant<Constant>(value, item)); break;
                case null or Constant: break;
                default: checker.Fail(part.Span, "A list holds fixed values only."); break;
            }
        }

        return items.Count == syntax.Items.Count ? new OneOf(value, [.. items]) : null;
    }

    // Not counted as a part of the rule.
    private Node? Item(Syntax part) => part switch
    {
        NegativeSyntax { Value: NumberSyntax } => new ArithmeticChecker(checker).Check(part),
        NumberSyntax or MoneySyntax or SpanSyntax or TextSyntax => new ConstantChecker(checker).Check(part),
        _ => checker.Fail(part.Span, "A list holds fixed values only."),
    };

    private Node? InList(InListSyntax syntax)
    {
        var value = checker.Value(syntax.Value, null);
        var name = new ConstantChecker(checker).Text(syntax.List);
        if (value is null || name is null) return null;
        if (value is not FieldValue { Type: RuleType.Text })
            return checker.Fail(syntax.Value.Span, $"A named list holds texts, and this is {Kind(value)}.");
        return checker.Lists.Contains(name)
            ? new InNamedList(value, name)
            : checker.Fail(syntax.List.Span, $"There is no list \"{name}\".", Suggestions.Closest(name, checker.Lists));
    }

    private Node? Missing(MissingSyntax syntax) => checker.Value(syntax.Value, null) switch
    {
        null => null,
        var value and (FieldValue { CanBeMissing: true } or Aggregate { NeedsPayments: true }) => new IsMissing(value),
        FieldValue field => checker.Fail(syntax.Span, $"The {Words.Of(field.Field)} of a payment is never missing."),
        _ => checker.Fail(syntax.Span, "Only a field, or a figure over earlier payments, can be missing.", "counterparty is missing"),
    };

    private bool Agree(Node left, Syntax leftSyntax, Node right, Syntax rightSyntax)
    {
        if (left.Type == RuleType.Currency && right is TextConstant code) return IsCurrency(code, rightSyntax);
        if (right.Type == RuleType.Currency && left is TextConstant other) return IsCurrency(other, leftSyntax);

        if (left.Type == right.Type) return SameCurrency(left, right, rightSyntax);
        if (ArithmeticChecker.NeedsCurrency(left, right) is { } missing)
            return Fail(left is NumberConstant ? leftSyntax : rightSyntax, missing.Message, missing.Suggestion);
        return Fail(rightSyntax, $"{Capital(TypeNames.Of(left.Type))} cannot be compared with {TypeNames.Of(right.Type)}.");
    }

    private bool IsCurrency(TextConstant code, Syntax place) => Currency.TryFromCode(code.Value, out _)
        || Fail(place, $"\"{code.Value}\" is not a currency.", ConstantChecker.ClosestCode(code.Value));

    private bool SameCurrency(Node left, Node right, Syntax place)
    {
        var currencies = Currencies.NamedIn(left).Concat(Currencies.NamedIn(right)).Distinct().Take(2).ToList();
        return currencies.Count < 2 || Fail(place, $"{currencies[0]} and {currencies[1]} are never compared or added up.");
    }

    // A currency may be written in quotes.
    private static T Meant<T>(Node value, T item)
        where T : Node => value.Type == RuleType.Currency && item is TextConstant code
            ? (T)(Node)new CurrencyConstant(Currency.FromCode(code.Value))
            : item;

    private static bool LooksAtPayments(Node value) => value.All.Any(n => n is FieldValue or Aggregate or ClockValue);

    private static string Kind(Node value) => value is Constant ? "a fixed value" : TypeNames.Of(value.Type);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private bool Fail(Syntax place, string message, string? suggestion = null)
    {
        checker.Fail(place.Span, message, suggestion);
        return false;
    }
}
