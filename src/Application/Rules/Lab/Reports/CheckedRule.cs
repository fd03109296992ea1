using System.Text.Json.Nodes;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.Application.Rules.Lab.Reports;

/// <summary>A rule that was read without an error.</summary>
/// <param name="Canonical">The rule in its standard form: one text for all ways to write it.</param>
/// <param name="Form">The rule as a form of conditions.</param>
/// <param name="Sentence">The rule in plain English.</param>
/// <param name="Fields">The fields that it looks at.</param>
/// <param name="Features">The aggregates that it needs.</param>
/// <param name="Numbers">The numbers for which a try can show a curve.</param>
public sealed record CheckedRule(
    string Canonical, JsonObject Form, string Sentence, IReadOnlyList<string> Fields, IReadOnlyList<string> Features,
    IReadOnlyList<RuleNumber> Numbers)
{
    internal static CheckedRule Of(Rule rule) => new(
        rule.Canonical, rule.Form.AsObject(), rule.Sentence, [.. rule.Fields.Select(Words.Of)],
        [.. rule.Features.Select(f => f.ToString())], [.. Threshold.In(rule).Select(t => t.ToNumber())]);
}

/// <summary>A number of a rule with which a value is compared.</summary>
/// <param name="Number">Counts from 1, in the order of the text.</param>
/// <param name="Text">The comparison.</param>
/// <param name="Limit">The number, with its unit.</param>
public sealed record RuleNumber(int Number, string Text, string Limit);
