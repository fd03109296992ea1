using Dashboard.Application.Alerts;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using Dashboard.UnitTests.Common;
using NSubstitute;

namespace Dashboard.UnitTests.Alerts;

public sealed class AlertDecisionsTests
{
    private static readonly Alert Open =
        Alert.Raise(9, "large_amount", "ACC-1", AlertSeverity.Critical, "message", new TransactionId(1), times: 1, Some.Time);

    private readonly IStore _store = Substitute.For<IStore>();
    private readonly IAlertHistory _history = Substitute.For<IAlertHistory>();

    public AlertDecisionsTests() => _store.OutageReason.Returns((string?)null);

    [Fact]
    public async Task MakeAsync_StoreAway_DecidesNothing()
    {
        _store.OutageReason.Returns("the disk is full");

        var decided = await MakeAsync(_ => throw new InvalidOperationException("decided"));

        decided.ShouldBe(new DecidedAlert(AlertVerdict.NotNow, null));
    }

    [Fact]
    public async Task MakeAsync_InTheBook_AnswersAfterTheCommit()
    {
        var commit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.FlushAsync(Arg.Any<CancellationToken>()).Returns(commit.Task);

        var making = MakeAsync(_ => Open.Acknowledge(Some.Time));

        making.IsCompleted.ShouldBeFalse();
        commit.SetResult();
        (await making).Verdict.ShouldBe(AlertVerdict.Kept);
    }

    [Fact]
    public async Task MakeAsync_NotInTheBook_AnswersWhatTheStoreHas()
    {
        _history.FindAsync(new TransactionId(9), Arg.Any<CancellationToken>()).Returns(null, Open, Open.Resolve(Some.Time));

        (await MakeAsync(_ => null)).Verdict.ShouldBe(AlertVerdict.Unknown);
        (await MakeAsync(_ => null)).Verdict.ShouldBe(AlertVerdict.NotNow);
        var resolved = await MakeAsync(_ => null);

        resolved.Verdict.ShouldBe(AlertVerdict.Impossible);
        resolved.Alert!.ResolvedAt.ShouldBe(Some.Time);
    }

    private Task<DecidedAlert> MakeAsync(Func<long, Alert?> decide) => new AlertDecisions(_history, _store).MakeAsync(
        new TransactionId(9), id => Task.FromResult(decide(id)), verdictOnResolved: AlertVerdict.Impossible, CancellationToken.None);
}
