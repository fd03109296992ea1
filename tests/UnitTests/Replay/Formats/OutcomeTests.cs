using System.Globalization;
using Dashboard.Domain.Transactions;

namespace Dashboard.UnitTests.Replay.Formats;

/// <summary>A replay says how a row ended only as far as its file does.</summary>
public sealed class OutcomeTests : IDisposable
{
    private const string Heading = "Date,Account,Payee,Amount,State,Ended\n";

    private const string States = """
        "status": "{State}", "failureReason": "{State}",
        "values": { "status": { "": "Completed", "ok": "Completed", "open": "Pending", "draft": "Ignore", "No Funds,": "Failed" } },
        """;

    private readonly RecordedReplay _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task ReplayAsync_FileThatSaysNothing_IsObservedAsCompletedAtItsOwnTime()
    {
        await _bench.ReplayAsync(Heading + "2017-01-02,A1,x,1,,\n", Bank(""));

        var item = _bench.Mediator.Items.ShouldHaveSingleItem();
        (item.Status, item.CompletedAt, item.FailureReason).ShouldBe((TransactionStatus.Completed, item.CreatedAt, null));
    }

    [Fact]
    public async Task ReplayAsync_MappingThatAsksForProcessing_LeavesTheOutcomeOpen()
    {
        await _bench.ReplayAsync(Heading + "2017-01-02,A1,x,1,,\n", Bank("\"process\": true,"));

        var item = _bench.Mediator.Items.ShouldHaveSingleItem();
        (item.Status, item.CompletedAt).ShouldBe((null, null));
    }

    [Theory]
    [InlineData("", TransactionStatus.Completed, null)]
    [InlineData("OK", TransactionStatus.Completed, null)]
    [InlineData("\"No Funds,\"", TransactionStatus.Failed, "No Funds")]
    [InlineData("open", null, null)]
    [InlineData("Failed", TransactionStatus.Failed, "Failed")]
    public async Task ReplayAsync_StatusOfTheFile_IsTaken(string state, TransactionStatus? status, string? reason)
    {
        await _bench.ReplayAsync($"{Heading}2017-01-02,A1,x,1,{state},\n", Bank(States));

        var item = _bench.Mediator.Items.ShouldHaveSingleItem();
        (item.Status, item.FailureReason, item.CompletedAt).ShouldBe((status, reason, status is null ? null : item.CreatedAt));
    }

    [Fact]
    public async Task ReplayAsync_StatusThatTheTableDoesNotName_IsRejectedWithIt()
    {
        var summary = await _bench.ReplayAsync($"{Heading}2017-01-02,A1,x,1,strange,\n", Bank(States));

        summary.Reasons.ShouldHaveSingleItem().Key.ShouldContain("Completed, Failed, Pending or Ignore");
        _bench.Logger.Lines.Single(l => l.Event == 603).Text.ShouldContain("'strange'");
    }

    [Fact]
    public async Task ReplayAsync_RowToIgnore_IsLeftOutAndCounted()
    {
        var summary = await _bench.ReplayAsync(
            $"{Heading}2017-01-02,A1,x,1,draft,\nno date,A1,x,nothing,draft,\n2017-01-02,A1,x,1,ok,\n", Bank(States));

        (summary.Rows, summary.Ignored, summary.Accepted, summary.Rejected).ShouldBe((1, 2, 1, 0));
    }

    [Fact]
    public async Task ReplayAsync_FailureWithoutAReason_SaysThatNoneIsStated()
    {
        await _bench.ReplayAsync(
            $"{Heading}2017-01-02,A1,x,1,no,\n", Bank("\"status\": \"{State}\", \"values\": { \"status\": { \"*\": \"Failed\" } },"));

        _bench.Mediator.Items.ShouldHaveSingleItem().FailureReason.ShouldBe("not_stated");
    }

    [Theory]
    [InlineData("2017-01-05", "2017-01-05")]
    [InlineData("", "2017-01-02")]
    public async Task ReplayAsync_TimeOfTheEnd_IsTakenWhenTheFileHasIt(string ended, string expected)
    {
        await _bench.ReplayAsync(
            $"{Heading}2017-01-02,A1,x,1,,{ended}\n", Bank("\"completedAt\": { \"text\": \"{Ended}\", \"format\": \"yyyy-MM-dd\" },"));

        var item = _bench.Mediator.Items.ShouldHaveSingleItem();
        item.CompletedAt!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).ShouldBe(expected);
    }

    [Theory]
    [InlineData("\"{Account}\"", true)]
    [InlineData("\"card {Account}\"", true)]
    [InlineData("\"unknown\"", false)]
    [InlineData("\"{Missing|=unknown}\"", false)]
    [InlineData("\"{State|=unknown}\"", false)]
    [InlineData("\"{State|Account}\"", true)]
    [InlineData("\"{#file}\"", false)]
    public async Task ReplayAsync_AccountThatIsFilledIn_IsMarked(string account, bool isStated)
    {
        await _bench.ReplayAsync($"{Heading}2017-01-02,A1,x,1,,\n", Bank("")
            .Replace("\"{Account|=A}\"", account, StringComparison.Ordinal));

        _bench.Mediator.WithoutAccount.ShouldBe(isStated ? 0 : 1);
    }

    [Fact]
    public async Task ReplayAsync_PayeeOverSeveralLines_IsOneLine()
    {
        await _bench.ReplayAsync($"{Heading}2017-01-02,A1,\"line one \r\n line  two\t\",1,,\n", Bank(""));

        _bench.Mediator.Items.ShouldHaveSingleItem().Counterparty.ShouldBe("line one line  two");
    }

    [Theory]
    [InlineData(false, 200)]
    [InlineData(true, 140)]
    public async Task ReplayAsync_LongPayee_IsCutOnlyWhenTheMappingSaysSo(bool shorten, int length)
    {
        await _bench.ReplayAsync(
            $"{Heading}2017-01-02,A1,{new string('P', 200)},1,,\n", Bank(shorten ? "\"shorten\": true," : ""));

        _bench.Mediator.Items.ShouldHaveSingleItem().Counterparty!.Length.ShouldBe(length);
    }

    [Fact]
    public async Task ReplayAsync_LongPayee_IsNotCutWithinACharacter()
    {
        await _bench.ReplayAsync(
            $"{Heading}2017-01-02,A1,{new string('P', 138)}\U0001F468\u200D\U0001F469\u200D\U0001F467x,1,,\n", Bank("\"shorten\": true,"));

        _bench.Mediator.Items.ShouldHaveSingleItem().Counterparty.ShouldBe(new string('P', 138));
    }

    private static string Bank(string keys) => BankMapping.Text(keys).Replace("{Currency|=EUR}", "EUR", StringComparison.Ordinal);
}
