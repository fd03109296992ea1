using Dashboard.Application.Rules.Language.Reading;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Rules.Language.Checking;

/// <summary>Sums, products and signs. Money is added to money of its currency only.</summary>
internal sealed class ArithmeticChecker(Checker checker)
{
    public Node? Check(Syntax syntax) => syntax is NegativeSyntax negative ? Sign(negative) : Operation((ArithmeticSyntax)syntax);

    /// <summary>What to write where an amount has no currency; null for any other mistake.</summary>
    public static (string Message, string Suggestion)? NeedsCurrency(Node left, Node right) => (left, right) switch
    {
        ({ Type: RuleType.Money }, NumberConstant number) => WithCurrency(number),
        (NumberConstant number, { Type: RuleType.Money }) => WithCurrency(number),
        _ => null,
    };

    private static (string Message, string Suggestion) WithCurrency(NumberConstant number)
    {
        var suggestion = Faces.RulePrinter.Print(number) + " EUR";
        return ($"An amount needs its currency: write {suggestion}.", suggestion);
    }

    private Node? Sign(NegativeSyntax negative)
    {
        var value = checker.Value(negative.Value, null);
        return value switch
        {
            null => null,
            NumberConstant number => new NumberConstant(-number.Value),
            MoneyConstant money => new MoneyConstant(Money.FromMinorUnits(-money.Value.MinorUnits, money.Value.Currency)),
            SpanConstant => checker.Fail(negative.Span, "A time span is never negative."),
            _ when TypeNames.IsCounted(value.Type) => new Negative(value),
            _ => checker.Fail(negative.Span, $"{Capital(TypeNames.Of(value.Type))} has no sign."),
        };
    }

    private Node? Operation(ArithmeticSyntax syntax)
    {
        var left = checker.Value(syntax.Left, null);
        var right = checker.Value(syntax.Right, null);
        if (left is null || right is null) return null;
        var symbol = Words.Arithmetics[syntax.Operator];
        if (Fits(left.Type, symbol, right.Type)) return new Arithmetic(left, symbol, right);
        if (symbol is ArithmeticOperator.Plus or ArithmeticOperator.Minus && NeedsCurrency(left, right) is { } missing)
            return checker.Fail((left is NumberConstant ? syntax.Left : syntax.Right).Span, missing.Message, missing.Suggestion);
        return checker.Fail(
            syntax.Span, $"'{syntax.Operator}' cannot join {TypeNames.Of(left.Type)} and {TypeNames.Of(right.Type)}.");
    }

    private static bool Fits(RuleType left, ArithmeticOperator symbol, RuleType right) =>
        TypeNames.IsCounted(left) && TypeNames.IsCounted(right) && symbol switch
        {
            ArithmeticOperator.Plus or ArithmeticOperator.Minus => left == right,
            ArithmeticOperator.Times => left == RuleType.Number || right == RuleType.Number,
            _ => left == right || right == RuleType.Number,
        };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
