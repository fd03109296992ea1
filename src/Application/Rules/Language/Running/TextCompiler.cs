using System.Linq.Expressions;
using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.Application.Rules.Language.Running;

/// <summary>Makes code of texts, currencies and statuses: numbers that are equal when the values are. A reference stays a text.</summary>
internal sealed class TextCompiler(ValueCompiler values, TextTable texts)
{
    // A few numbers are compared one by one; more are looked up.
    private const int FewItems = 4;

    /// <param name="asText">As a text and not as a number, to be compared with a reference.</param>
    public Expression Compile(Node node, bool asText) => node switch
    {
        FieldValue { Field: PaymentField.Reference } => values.Field(nameof(PaymentFacts.Reference)),
        FieldValue { Type: RuleType.Text } field when asText => Expression.Call(
            Expression.Constant(texts), typeof(TextTable).GetMethod(nameof(TextTable.TextOf))!, values.Field(field.Field.ToString())),
        FieldValue field => values.Field(field.Field.ToString()),
        TextConstant text when asText => Expression.Constant(text.Value, typeof(string)),
        TextConstant text => Expression.Constant(texts.ConstantOf(text.Value)),
        CurrencyConstant currency => Expression.Constant(currency.Value.Index),
        StatusConstant status => Expression.Constant((int)status.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    /// <summary>Null for a value that is never missing.</summary>
    public Expression? Known(Node node) => node switch
    {
        FieldValue { Field: PaymentField.Reference } =>
            Expression.NotEqual(values.Field(nameof(PaymentFacts.Reference)), Expression.Constant(null, typeof(string))),
        FieldValue { CanBeMissing: true } field =>
            Expression.NotEqual(values.Field(field.Field.ToString()), Expression.Constant(TextTable.Missing)),
        _ => null,
    };

    public Expression AreEqual(Node left, Node right)
    {
        var asText = IsReference(left) || IsReference(right);
        var (first, second) = (Compile(left, asText), Compile(right, asText));
        return asText
            ? Expression.Call(typeof(string).GetMethod(nameof(string.Equals), [typeof(string), typeof(string)])!, first, second)
            : Expression.Equal(first, second);
    }

    public Expression IsOneOf(Node value, IEnumerable<string> items)
    {
        if (IsReference(value)) return Contains(Compile(value, asText: true), items.ToHashSet(StringComparer.Ordinal));
        return IsOneOf(Compile(value, asText: false), items.Select(texts.ConstantOf));
    }

    public static Expression IsOneOf(Expression value, IEnumerable<int> items)
    {
        var set = items.ToHashSet();
        if (set.Count > FewItems) return Contains(value, set);
        return set.Select(i => (Expression)Expression.Equal(value, Expression.Constant(i)))
            .Aggregate((Expression)Expression.Constant(false), (all, one) => all is ConstantExpression ? one : Expression.OrElse(all, one));
    }

    private static MethodCallExpression Contains<T>(Expression value, HashSet<T> set) =>
        Expression.Call(Expression.Constant(set), typeof(HashSet<T>).GetMethod(nameof(HashSet<>.Contains))!, value);

    private static bool IsReference(Node node) => node is FieldValue { Field: PaymentField.Reference };
}
