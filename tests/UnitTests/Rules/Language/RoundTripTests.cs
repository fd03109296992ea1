using System.Globalization;
using System.Text.Json;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Faces;
using Dashboard.Application.Rules.Language.Reading;
using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.UnitTests.Rules.Language;

/// <summary>Text, form and tree of a rule say the same.</summary>
public sealed class RoundTripTests
{
    private const int Rules = 10_000;

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Read_PrintedTree_GivesAnEqualTree(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            foreach (var (seed, tree) in Trees())
            {
                var text = RulePrinter.Print(tree);
                var read = RuleReader.Read(text, [RandomRules.List], out var errors);

                errors.ShouldBeEmpty($"seed {seed}: {text}");
                read.ShouldBe(tree, $"seed {seed}: {text}");
                RulePrinter.Print(read!).ShouldBe(text);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void TextOf_FormOfATree_GivesTheTree()
    {
        foreach (var (seed, tree) in Trees())
        {
            var form = JsonDocument.Parse(RuleForm.Of(tree).ToJsonString()).RootElement;
            // Parentheses and long names make the text of a form longer than the rule; the tree is the same.
            var text = FormReader.TextOf(form);
            if (text.Length > RuleLimits.MaxLength) continue;

            var read = RuleReader.Read(text, [RandomRules.List], out var errors);

            errors.ShouldBeEmpty($"seed {seed}: {text}");
            read.ShouldBe(tree, $"seed {seed}: {text}");
        }
    }

    [Fact]
    public void Sentence_OfAnyTree_IsOneSentence()
    {
        foreach (var (_, tree) in Trees().Take(500))
        {
            var sentence = RuleSentence.Of(tree);

            sentence.ShouldStartWith("Flags a payment when ");
            sentence.ShouldEndWith(".");
        }
    }

    [Theory]
    [InlineData("amount>=1000EUR and counterparty is not missing", "amount >= 1000 EUR and counterparty is not missing")]
    [InlineData("((count per account over 600s) > (5)) # fast", "count per account over 10m > 5")]
    [InlineData("sum(amount) per account over 1d >= 5000.00 EUR", "sum(amount) per account over 24h >= 5000 EUR")]
    [InlineData("first_seen per counterparty, account", "first_seen per account, counterparty")]
    [InlineData("a_b", null)]
    [InlineData("not (source in (\"online\"))", "source not in (\"online\")")]
    [InlineData("currency = \"EUR\" or failed = status", "currency = EUR or failed = status")]
    [InlineData("amount > 5*median(amount) per account over 30d", "amount > 5 * median(amount) per account over 30d")]
    [InlineData("spread(amount, 50) per account over last 10 < 1 EUR", "spread(amount) per account over last 10 < 1 EUR")]
    [InlineData("hour in timezone \"Europe/Berlin\" between 1 and 5", "hour in timezone \"Europe/Berlin\" between 1 and 5")]
    [InlineData("(amount > 1 EUR and amount < 2 EUR) and source = \"x\"", "amount > 1 EUR and amount < 2 EUR and source = \"x\"")]
    public void Canonical_OfAText_IsTheStandardForm(string text, string? canonical) =>
        Rule.Read(text, [], out _)?.Canonical.ShouldBe(canonical);

    private static IEnumerable<(int Seed, Node Tree)> Trees()
    {
        for (var (seed, made) = (0, 0); made < Rules; seed++)
        {
            var tree = new RandomRules(seed).Next();
            if (RulePrinter.Print(tree).Length > RuleLimits.MaxLength) continue;
            made++;
            yield return (seed, tree);
        }
    }
}
