using System.Text.RegularExpressions;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Running;

namespace Dashboard.UnitTests.Rules.Language;

/// <summary>The examples of docs/rules.md are rules.</summary>
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

    [GeneratedRegex("```rule\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
