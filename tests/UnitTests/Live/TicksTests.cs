using Dashboard.Application.Common;
using Dashboard.Application.Live;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.UnitTests.Live;

public sealed class TicksTests
{
    private readonly FakeTimeProvider _clock = new(TestData.Time);
    private readonly RunIdentity _run = new();

    [Fact]
    public async Task Next_RowsFiguresAlertsAndClients_AreOnePicture()
    {
        using var metrics = LiveParts.Metrics(_clock);
        var alerts = AlertBooks.New(_clock);
        var clients = new ConnectedClients();
        clients.TryAdd(max: 10);
        var (feed, ticks) = LiveParts.With(_run, new LiveOptions(), _clock, metrics, alerts, clients);
        var ended = new TransactionCompleted(
            TestData.Completed(TestData.Transaction(flags: [AlertBooks.LargeAmount]), at: TestData.Time));
        await metrics.Handle(ended, default);
        await feed.Handle(ended, default);
        await alerts.Handle(ended, default);

        var tick = ticks.Next();

        (tick.Metrics.Epoch, tick.Metrics.Sequence, tick.Metrics.Shown, tick.Metrics.Changed).ShouldBe((_run.Epoch, 1, 1, 1));
        (tick.Metrics.LastMinute.Completed, tick.Metrics.AlertsOpen, tick.Metrics.Clients).ShouldBe((1, 1, 1));
        tick.Metrics.ComputedAt.ShouldBe(TestData.Time);
        tick.Transactions.ShouldHaveSingleItem().Status.ShouldBe(TransactionStatus.Completed);
        tick.Alerts.ShouldHaveSingleItem().ShouldBe(tick.OpenAlerts.ShouldHaveSingleItem());
        ticks.Current.ShouldBeSameAs(tick);
    }

    [Fact]
    public async Task Next_NothingChanged_ShowsTheSameRowsToANewClientAndNoBatch()
    {
        var (feed, ticks) = LiveParts.With(_run, new LiveOptions(), _clock);
        await feed.Handle(new TransactionAccepted(TestData.Transaction()), default);
        ticks.Next();

        var tick = ticks.Next();

        tick.Transactions.ShouldBeEmpty();
        (tick.Metrics.Sequence, tick.Metrics.Changed).ShouldBe((1, 0));
        tick.Newest.ShouldHaveSingleItem().Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task Newest_ChangesAfterTheTick_AreNotInIt()
    {
        var (feed, ticks) = LiveParts.With(_run, new LiveOptions(), _clock);
        var first = TestData.Transaction();
        await feed.Handle(new TransactionAccepted(first), default);
        var tick = ticks.Next();
        await feed.Handle(new TransactionStarted(first.Start()), default);
        await feed.Handle(new TransactionAccepted(TestData.Transaction()), default);

        tick.Newest.Select(t => (t.Sequence, t.Status)).ShouldBe([(1, TransactionStatus.Pending)]);
        ticks.Next().Transactions.Select(t => t.Sequence).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task SnapshotMetrics_AfterABatch_CarriesNoChanges()
    {
        var (feed, ticks) = LiveParts.With(_run, new LiveOptions(), _clock);
        await feed.Handle(new TransactionAccepted(TestData.Transaction()), default);

        var tick = ticks.Next();

        (tick.SnapshotMetrics.Sequence, tick.SnapshotMetrics.Shown, tick.SnapshotMetrics.Changed).ShouldBe((1, 0, 0));
    }

    [Fact]
    public void Current_BeforeTheFirstTick_Throws()
    {
        var (_, ticks) = LiveParts.With(_run, new LiveOptions(), _clock);

        Should.Throw<InvalidOperationException>(() => ticks.Current);
    }
}
