using Dashboard.Application.Rules.Transfer;
using Dashboard.Application.Rules.Versions;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Rules;

namespace Dashboard.UnitTests.Rules.Versions;

public sealed class RuleTextTests
{
    [Fact]
    public void Read_OfWhatWasWritten_GivesTheSameRules()
    {
        var rules = new[]
        {
            Stored("b", "amount > 5 EUR", null, AlertSeverity.Critical),
            Stored("a", "amount > 5 EUR\n\nand counterparty is missing # why", "Said: twice", AlertSeverity.Info),
        };

        var text = RuleText.Write(rules);
        var read = RuleText.Read(text, out var errors);

        errors.ShouldBeEmpty();
        read.Select(r => (r.Name, r.Expression, r.Description, r.Severity)).ShouldBe(
        [
            ("a", "amount > 5 EUR\n\nand counterparty is missing # why", "Said: twice", AlertSeverity.Info),
            ("b", "amount > 5 EUR", null, AlertSeverity.Critical),
        ]);
        RuleText.Write(rules.Reverse()).ShouldBe(text, "a comparison shows what changed, and not an order");
    }

    [Theory]
    [InlineData("what", "line 1: a rule begins with 'rule' and its name")]
    [InlineData("rule A\ntext:\n  amount > 5 EUR", "line 1: 'A' is no name of a rule")]
    [InlineData("rule a\nseverity: Loud\ntext:\n  x", "line 2: is none of description, severity (Info, Warning, Critical) and text")]
    [InlineData("\nrule a\n", "line 2: the rule a has no text")]
    [InlineData("rule a\ntext:\n  x\nrule a\ntext:\n  y", "line 4: the rule a is in the text twice")]
    public void Read_OfAWrongText_NamesTheLine(string text, string error)
    {
        RuleText.Read(text, out var errors);

        errors.ShouldBe([error]);
    }

    [Theory]
    [InlineData("count per account over 10m > 5", "count per account over 10m > 7", "same count per account over 10m >|removed 5|added 7")]
    [InlineData("amount > 5 EUR", "amount > 5 EUR", "same amount > 5 EUR")]
    [InlineData("amount > 5 EUR", "amount > 5 EUR and source = \"a\"", "same amount > 5 EUR|added and source = \"a\"")]
    public void Parts_OfTwoTexts_AreTheirWords(string from, string to, string expected) =>
        string.Join('|', RuleDiffs.Parts(from, to).Select(p => $"{p.Change} {p.Text}")).ShouldBe(expected);

    private static StoredRule Stored(string name, string text, string? description, AlertSeverity severity) => new(name, 1,
    [
        new RuleVersion
        {
            Rule = name, Number = 1, Expression = text, Canonical = text, Description = description, Severity = severity,
            CreatedAt = TestData.Time, By = RuleAuthor.Of(Actor.System), Reason = "test", Parent = null,
        },
    ]);
}
