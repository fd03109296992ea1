using Dashboard.Api;

namespace Dashboard.UnitTests.Deployment;

public sealed class CommandTests
{
    private static readonly Command Plain = new("--check", null, "Checks.", _ => Task.FromResult(0));
    private static readonly Command WithValue = new("--copy", "FILE", "Copies.", _ => Task.FromResult(0));

    [Theory]
    [InlineData("")]
    [InlineData("--urls=http://localhost:1")]
    [InlineData("--checks")]
    [InlineData("--check=true")]
    [InlineData("--copies file")]
    public void CallOf_AnotherSwitch_IsNull(string line)
    {
        Plain.CallOf(line.Split(' ')).ShouldBeNull();
        WithValue.CallOf(line.Split(' ')).ShouldBeNull();
    }

    [Theory]
    [InlineData("--copy a.db --urls=x", "a.db")]
    [InlineData("--copy=a.db --urls=x", "a.db")]
    [InlineData("--urls=x --copy a.db", "a.db")]
    [InlineData("--urls=x --copy", "")]
    [InlineData("--urls=x --copy=", "")]
    public void CallOf_ASwitchWithAValue_TakesBothFromTheSettings(string line, string value)
    {
        var call = WithValue.CallOf(line.Split(' '))!;

        call.Value.ShouldBe(value);
        call.Settings.ShouldBe(["--urls=x"]);
    }

    [Fact]
    public void CallOf_ASwitchWithoutAValue_LeavesTheNextWord()
    {
        var call = Plain.CallOf(["--check", "--urls=x"])!;

        (call.Value, call.Settings.ShouldHaveSingleItem()).ShouldBe(("", "--urls=x"));
    }

    [Fact]
    public void All_EveryCommand_HasASwitchOfItsOwnAndASentence()
    {
        Commands.All.Select(c => c.Switch).ShouldBeUnique();
        Commands.All.ShouldAllBe(c => c.Switch.StartsWith("--") != c.TakesWords && c.Help.EndsWith('.'));
        Commands.Run(["--unknown"]).ShouldBeNull();
    }
}
