using Dashboard.Api.History;

namespace Dashboard.UnitTests.History;

public sealed class FormulaGuardTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("\uFF1D1+1", "'\uFF1D1+1")]
    [InlineData("\uFF0B49", "'\uFF0B49")]
    [InlineData("\uFF0D5", "'\uFF0D5")]
    [InlineData("\uFF20sum", "'\uFF20sum")]
    [InlineData(" =1+1", "' =1+1")]
    [InlineData("\u00A0=1+1", "'\u00A0=1+1")]
    [InlineData("\"=1+1", "'\"=1+1")]
    public void Guard_FormulaAtTheStart_BeginsWithAnApostrophe(string text, string expected) =>
        FormulaGuard.Guard(text).ShouldBe(expected);

    [Theory]
    [InlineData("x;=1+1", "'x;'=1+1")]
    [InlineData("x; =1+1", "'x;' =1+1")]
    [InlineData("x;\"=1+1", "'x;'\"=1+1")]
    [InlineData("a,=1,+2", "'a,'=1,'+2")]
    [InlineData("a\t@b", "'a\t'@b")]
    [InlineData("a\n-b", "'a\n'-b")]
    [InlineData("x;\uFF1D1+1", "'x;'\uFF1D1+1")]
    [InlineData("=1;=2", "'=1;'=2")]
    public void Guard_FormulaAfterASeparator_GetsAnApostropheThereToo(string text, string expected) =>
        FormulaGuard.Guard(text).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("a=1")]
    [InlineData("A-17")]
    [InlineData("a;b")]
    [InlineData("Smith, John")]
    [InlineData("it's; fine")]
    [InlineData("Zoë 🦊")]
    public void Guard_PlainText_StaysAsItIs(string text) => FormulaGuard.Guard(text).ShouldBe(text);
}
