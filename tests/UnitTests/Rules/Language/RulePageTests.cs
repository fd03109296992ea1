using System.Text.RegularExpressions;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Reading;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.UnitTests.Rules.Language;

/// <summary>The examples of docs/rules.md and of the page are rules, and the page completes words of the language only.</summary>
public sealed partial class RulePageTests
{
    [Fact]
    public void Page_EachExample_CompilesAndReadsAsItsStandardForm()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "rules.md"));
        var examples = Example().Matches(page).Select(m => m.Groups[1].Value).ToList();

        examples.Count.ShouldBeGreaterThan(10);
        foreach (var example in examples)
        {
            var rule = Rule.Read(example, [], out var errors);
            errors.ShouldBeEmpty(example);
            new RuleCompiler(rule!.Features, new TextTable(), _ => []).Compile(rule.Tree);
            rule.Canonical.ShouldBe(example.Trim().ReplaceLineEndings(" "));
        }
    }

    [Fact]
    public void Help_EachExample_IsARuleInItsStandardForm()
    {
        var examples = Text().Matches(Checkout.Read("src", "Web", "src", "views", "rules", "edit", "examples.tsx"))
            .Select(m => m.Groups[1].Value).ToList();

        examples.Count.ShouldBe(3);
        foreach (var example in examples) Rule.Read(example, [], out _).ShouldNotBeNull(example).Canonical.ShouldBe(example);
    }

    [Fact]
    public void Completion_EachWord_IsOfTheLanguage()
    {
        var offered = Text().Matches(Checkout.Read("src", "Web", "src", "parts", "rules", "completion.ts"))
            .Select(m => m.Groups[1].Value).ToList();

        var words = offered.SelectMany(text => Word().Matches(Quoted().Replace(text, "")).Select(m => m.Value)).Distinct();
        words.Except([.. Words.Fields.Keys, .. Words.Aggregates.Keys, .. Keywords.All, Words.Hour, Words.Weekday, Words.Absolute])
            .ShouldBeEmpty();
        // A figure or a field is offered for each of them.
        foreach (var name in Words.Fields.Keys.Concat(Words.Aggregates.Keys))
            offered.ShouldContain(text => text.StartsWith(name, StringComparison.Ordinal), name);
    }

    [GeneratedRegex("text: '([^']+)'")]
    private static partial Regex Text();

    [GeneratedRegex("\\b[a-z_]{2,}\\b")]
    private static partial Regex Word();

    [GeneratedRegex("\"[^\"]*\"?")]
    private static partial Regex Quoted();

    [GeneratedRegex("```rule\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
