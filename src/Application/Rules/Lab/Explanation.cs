using System.Xml;
using Dashboard.Application.Common;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Faces;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.Application.Rules.Lab;

/// <summary>One condition that was true of a payment.</summary>
/// <param name="Text">What was compared, as the rule writes it.</param>
/// <param name="Value">Its value.</param>
/// <param name="Is">The operator.</param>
/// <param name="Limit">The value on the other side; null for a condition without one.</param>
/// <param name="Window">The window of an aggregate, as in ISO 8601 or <c>last 10</c>; null without one.</param>
/// <param name="Sentence">The same for people.</param>
public sealed record RuleReason(string Text, string? Value, string? Is, string? Limit, string? Window, string Sentence)
{
    // An account number stands in values and sentences of conditions on the account or the counterparty only.
    internal RuleReason Masked() => Text is not ("account" or "counterparty") || Value is null
        ? this
        : this with { Value = AccountMask.Of(Value), Limit = null, Sentence = $"The {Text} is {AccountMask.Of(Value)}." };
}

/// <summary>Says why a rule holds for a payment: which of its conditions are true, with their values.</summary>
internal sealed class Explanation
{
    private readonly List<(Func<PaymentFacts, Truth> Holds, Func<PaymentFacts, RuleReason> Reason)> _conditions = [];
    private readonly ValueReader _values;
    private readonly RuleCompiler _compiler;

    public Explanation(Rule rule, RuleCompiler compiler, TextTable texts)
    {
        _compiler = compiler;
        _values = new ValueReader(compiler, texts);
        Collect(rule.Tree);
    }

    public IReadOnlyList<RuleReason> Of(PaymentFacts facts) =>
        [.. _conditions.Where(c => c.Holds(facts) == Truth.True).Select(c => c.Reason(facts))];

    private void Collect(Node node)
    {
        switch (node)
        {
            case AllOf or AnyOf:
                foreach (var part in node.Parts) Collect(part);
                break;
            case Comparison c: Add(c, Reason(c)); break;
            case Between b: Add(b, Reason(b)); break;
            default: Add(node, Plain(node)); break;
        }
    }

    private void Add(Node node, Func<PaymentFacts, RuleReason> reason) => _conditions.Add((_compiler.Compile(node), reason));

    private Func<PaymentFacts, RuleReason> Reason(Comparison c)
    {
        var currency = Currencies.Of(c.Left, c.Right);
        var (left, right) = (_values.Of(c.Left, currency), _values.Of(c.Right, currency));
        return facts =>
        {
            var (value, limit) = (left(facts), right(facts));
            return new RuleReason(
                RulePrinter.Print(c.Left), value, Words.Of(c.Operator), limit, WindowOf(c.Left),
                RuleSentence.Short(c.Left, c.Operator, value) is { } said
                    ? $"{said}, limit {limit}."
                    : $"{Capital(RuleSentence.Name(c.Left))} is {value} ({Limit(c.Operator)} {limit}).");
        };
    }

    private Func<PaymentFacts, RuleReason> Reason(Between b)
    {
        var currency = Currencies.Of(b.Value, b.Low, b.High);
        var (read, low, high) = (_values.Of(b.Value, currency), _values.Of(b.Low, currency), _values.Of(b.High, currency));
        return facts =>
        {
            var (value, limit) = (read(facts), $"{low(facts)} and {high(facts)}");
            return new RuleReason(
                RulePrinter.Print(b.Value), value, "between", limit, WindowOf(b.Value),
                $"{Capital(RuleSentence.Name(b.Value))} is {value} (between {limit}).");
        };
    }

    private Func<PaymentFacts, RuleReason> Plain(Node node)
    {
        var subject = node is OneOf or InNamedList ? node.Parts.First() : null;
        var read = subject is null ? null : _values.Of(subject, null);
        var sentence = Capital(RuleSentence.Clause(node)) + ".";
        var text = RulePrinter.Print(subject ?? node);
        return facts => new RuleReason(text, read?.Invoke(facts), null, null, WindowOf(node), sentence);
    }

    private static string? WindowOf(Node node) => node.All.OfType<Aggregate>().FirstOrDefault()?.Over switch
    {
        null => null,
        { Span: { } span } => XmlConvert.ToString(span),
        var last => RulePrinter.Over(last),
    };

    private static string Limit(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "equal to",
        ComparisonOperator.NotEqual => "other than",
        ComparisonOperator.Less => "below the limit of",
        ComparisonOperator.LessOrEqual => "at or below the limit of",
        ComparisonOperator.Greater => "above the limit of",
        _ => "at or above the limit of",
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
