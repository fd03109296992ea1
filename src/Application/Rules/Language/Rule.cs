using System.Text.Json.Nodes;
using Dashboard.Application.Rules.Language.Faces;
using Dashboard.Application.Rules.Language.Reading;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.Application.Rules.Language;

/// <summary>A rule that was read and checked: one tree with three faces, and what it needs to be decided.</summary>
internal sealed class Rule
{
    private Rule(Node tree)
    {
        Tree = tree;
        Features = Features.Of(tree);
    }

    public Node Tree { get; }

    /// <summary>The aggregates that have to be known of a payment before the rule can judge it.</summary>
    public Features Features { get; }

    /// <summary>The standard form of the text.</summary>
    public string Canonical => RulePrinter.Print(Tree);

    public JsonNode Form => RuleForm.Of(Tree);

    public string Sentence => RuleSentence.Of(Tree);

    /// <summary>The fields that the rule looks at, those of its aggregates included.</summary>
    public IReadOnlyList<PaymentField> Fields => [.. Tree.All.SelectMany(FieldsOf).Distinct().Order()];

    /// <param name="lists">The named lists that exist.</param>
    /// <param name="errors">Why there is no rule; empty when there is one.</param>
    public static Rule? Read(string text, IReadOnlyCollection<string> lists, out IReadOnlyList<RuleError> errors) =>
        RuleReader.Read(text, lists, out errors) is { } tree ? new Rule(tree) : null;

    private static IEnumerable<PaymentField> FieldsOf(Node node) => node switch
    {
        FieldValue field => [field.Field],
        Aggregate { Of: { } of } aggregate => [of, .. aggregate.Per],
        Aggregate aggregate => aggregate.Per,
        MoneyConstant => [PaymentField.Currency],
        _ => [],
    };
}
