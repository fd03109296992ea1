using Dashboard.Application.Alerts;
using Dashboard.Application.Common;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using NSubstitute;

namespace Dashboard.UnitTests.Alerts;

public sealed class AlertDecisionsTests
{
    private static readonly Alert Open =
        Alert.Raise(new AlertId(9), "large_amount", "ACC-1", AlertSeverity.Critical, "message", new TransactionId(1), times: 1,
            TestData.Time);

    private readonly IStore _store = Substitute.For<IStore>();
    private readonly IAlertHistory _history = Substitute.For<IAlertHistory>();

    public AlertDecisionsTests() => _store.OutageReason.Returns((string?)null);

    [Fact]
    public async Task DecideAsync_StoreAway_DecidesNothing()
    {
        _store.OutageReason.Returns("the disk is full");

        var decided = await DecideAsync(_ => throw new InvalidOperationException("decided"));

        decided.ShouldBe(new DecidedAlert(Verdict.RetryLater, null));
    }

    [Fact]
    public async Task DecideAsync_InTheBook_AnswersAfterTheCommit()
    {
        var commit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.FlushAsync(Arg.Any<CancellationToken>()).Returns(commit.Task);

        var deciding = DecideAsync(_ => Open.Acknowledge(TestData.Time));

        deciding.IsCompleted.ShouldBeFalse();
        commit.SetResult();
        (await deciding).Verdict.ShouldBe(Verdict.Done);
    }

    [Fact]
    public async Task DecideAsync_NotInTheBook_AnswersWhatTheStoreHas()
    {
        _history.FindAsync(new AlertId(9), Arg.Any<CancellationToken>()).Returns(null, Open.Resolve(TestData.Time));

        (await DecideAsync(_ => null)).Verdict.ShouldBe(Verdict.Unknown);
        var resolved = await DecideAsync(_ => null);

        resolved.Verdict.ShouldBe(Verdict.Conflict);
        resolved.Alert!.ResolvedAt.ShouldBe(TestData.Time);
    }

    [Fact]
    public async Task DecideAsync_LeftTheBookAMomentAgo_LooksAgainAfterTheNextCommit()
    {
        _history.FindAsync(new AlertId(9), Arg.Any<CancellationToken>()).Returns(Open, Open, Open.Resolve(TestData.Time));

        (await DecideAsync(_ => null)).Verdict.ShouldBe(Verdict.Conflict);

        await _store.Received(3).FlushAsync(Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task DecideAsync_ItsLastStateNeverArrives_AsksTheCallerToTryLater()
    {
        _history.FindAsync(new AlertId(9), Arg.Any<CancellationToken>()).Returns(Open);

        (await DecideAsync(_ => null)).Verdict.ShouldBe(Verdict.RetryLater);
    }

    private Task<DecidedAlert> DecideAsync(Func<AlertId, Alert?> decide) => new AlertDecisions(_history, _store).DecideAsync(
        new AlertId(9), id => Task.FromResult(decide(id)), verdictOnResolved: Verdict.Conflict, CancellationToken.None);
}
