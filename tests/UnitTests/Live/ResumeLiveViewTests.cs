using CsCheck;
using Dashboard.Application.Common;
using Dashboard.Application.History;
using Dashboard.Application.Live;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.UnitTests.Live;

public sealed class ResumeLiveViewTests
{
    private readonly FakeTimeProvider _clock = new(TestData.Time);
    private readonly RunIdentity _run = new();

    [Fact]
    public async Task Handle_KnownNumber_GivesWhatChangedSinceInPages()
    {
        var (feed, ticks, handler) = Live(maxPerBatch: 10, maxPerAnswer: 2);
        for (var i = 0; i < 5; i++) await feed.Handle(new TransactionAccepted(TestData.Transaction()), default);
        ticks.Next();

        var first = await handler.Handle(new ResumeLiveView(_run.Epoch, 2), default);
        var second = await handler.Handle(new ResumeLiveView(_run.Epoch, first.Sequence), default);

        first.Transactions.Select(t => t.Sequence).ShouldBe([3, 4]);
        (first.Epoch, first.Sequence, first.IsComplete, first.SnapshotRequired, first.Reason).ShouldBe((_run.Epoch, 4, false, false, null));
        second.Transactions.Select(t => t.Sequence).ShouldBe([5]);
        (second.Sequence, second.IsComplete).ShouldBe((5, true));
    }

    [Fact]
    public async Task Handle_WhatIsNotKnown_SaysThatASnapshotIsRequiredAndWhy()
    {
        var (feed, ticks, handler) = Live(maxPerBatch: 10, maxPerAnswer: 2);
        await feed.Handle(new TransactionAccepted(TestData.Transaction()), default);
        ticks.Next();
        _clock.Advance(TimeSpan.FromMinutes(3));
        await feed.Handle(new TransactionAccepted(TestData.Transaction()), default);
        ticks.Next();

        foreach (var epoch in new[] { "another", "", null, new string('x', 10_000) })
            await ShouldRequireSnapshotAsync(new ResumeLiveView(epoch, 2),
                "The epoch is not the running one: the server has started anew.");
        foreach (var sequence in new[] { -1, long.MinValue })
            await ShouldRequireSnapshotAsync(new ResumeLiveView(_run.Epoch, sequence), "A sequence is never negative.");
        await ShouldRequireSnapshotAsync(new ResumeLiveView(_run.Epoch, 0), "Changes up to 1 are no longer kept.");
        await ShouldRequireSnapshotAsync(new ResumeLiveView(_run.Epoch, 3), "The newest change of this epoch is 2.");
        await ShouldRequireSnapshotAsync(new ResumeLiveView(_run.Epoch, long.MaxValue), "The newest change of this epoch is 2.");

        async Task ShouldRequireSnapshotAsync(ResumeLiveView request, string reason)
        {
            var answer = await handler.Handle(request, default);
            (answer.SnapshotRequired, answer.Reason, answer.Epoch, answer.Sequence, answer.IsComplete)
                .ShouldBe((true, reason, _run.Epoch, 2, true));
            answer.Transactions.Select(t => t.Sequence).ShouldBe([1, 2]);
        }
    }

    // 0 … 9 moves a transaction on, then come a tick, a cut, a connect, and a call of Resume: in any order, with capped batches and small
    // pages.
    [Fact]
    public void Resume_AnyOrderOfChangesTicksCutsAndCalls_LeavesAClientWithEverything() =>
        Gen.Int[0, 21].Array[0, 120].Sample(steps =>
        {
            var (feed, ticks, handler) = Live(maxPerBatch: 3, maxPerAnswer: 2);
            var transactions = Enumerable.Range(0, 10).Select(_ => TestData.Transaction()).ToArray();
            var client = new ResumingClient(_run, ticks, handler);
            client.Connect();
            foreach (var step in steps)
            {
                if (step < transactions.Length) transactions[step] = Move(feed, transactions[step]);
                else if (step < 15) client.Receive(ticks.Next());
                else if (step < 17) client.Cut();
                else if (step < 19) client.Connect();
                else client.Resume();
            }

            client.Connect();
            client.Receive(ticks.Next());
            for (var calls = 0; calls < transactions.Length && !client.KnowsEverything; calls++) client.Resume();

            client.KnowsEverything.ShouldBeTrue();
            foreach (var transaction in transactions.Where(t => t.Status != TransactionStatus.Pending))
                client.Newest[transaction.Id.ToString()].Status.ShouldBe(transaction.Status);
        });

    [Fact]
    public async Task Resume_WhileTicksGoOn_LeavesNoGap()
    {
        var (feed, ticks, handler) = Live(maxPerBatch: 5, maxPerAnswer: 7);
        var client = new ResumingClient(_run, ticks, handler);
        client.Connect();
        const int Count = 20_000;
        var ids = new OrderedIds(TimeProvider.System);
        var changes = Task.Run(async () =>
        {
            for (var i = 0; i < Count; i++) await feed.Handle(
                new TransactionAccepted(TestData.Transaction(id: new TransactionId(ids.Next()))), default);
        });
        var ticking = Task.Run(() =>
        {
            while (!changes.IsCompleted) ticks.Next();
        });

        // Never sees a batch: what it gets while the numbers are given has to be everything all the same.
        while (!ticking.IsCompleted) client.Resume();
        await Task.WhenAll(changes, ticking);
        ticks.Next();
        do client.Resume();
        while (!client.WasComplete);

        client.Newest.Count.ShouldBe(Count);
    }

    // A transaction that has ended changes as it is: the feed numbers what it is told.
    private static Transaction Move(LiveFeed feed, Transaction transaction)
    {
        var next = transaction.Status switch
        {
            TransactionStatus.Pending => transaction.Start(),
            TransactionStatus.Processing => transaction.Complete(TestData.Time, TimeSpan.Zero),
            _ => transaction,
        };
        feed.Handle(new TransactionStarted(next), default).IsCompletedSuccessfully.ShouldBeTrue();
        return next;
    }

    private (LiveFeed Feed, Ticks Ticks, ResumeLiveViewHandler Handler) Live(int maxPerBatch, int maxPerAnswer)
    {
        var options = new LiveOptions { MaxTransactionsPerBatch = maxPerBatch, MaxResumeTransactions = maxPerAnswer };
        var (feed, ticks) = LiveParts.With(_run, options, _clock);
        ticks.Next();
        return (feed, ticks, new ResumeLiveViewHandler(_run, feed, ticks, Options.Create(options)));
    }

    /// <summary>Follows docs/clients.md, and wants every transaction also above the cap of a batch.</summary>
    private sealed class ResumingClient(RunIdentity run, Ticks ticks, ResumeLiveViewHandler handler)
    {
        private bool _connected;
        private long? _position;
        private long _told;

        public Dictionary<string, TransactionDto> Newest { get; } = [];

        public bool KnowsEverything => _position == _told;

        public bool WasComplete { get; private set; }

        public void Connect()
        {
            if (_connected) return;
            _connected = true;
            Take(ticks.Current.Newest);
            Told(ticks.Current.SnapshotMetrics);
        }

        public void Cut() => _connected = false;

        public void Receive(Tick tick)
        {
            if (!_connected) return;
            Take(tick.Transactions);
            Told(tick.Metrics);
        }

        public void Resume()
        {
            if (!_connected) return;
            var answer = handler.Handle(new ResumeLiveView(run.Epoch, _position!.Value), default).GetAwaiter().GetResult();
            answer.SnapshotRequired.ShouldBeFalse(answer.Reason);
            Take(answer.Transactions);
            _position = answer.Sequence;
            WasComplete = answer.IsComplete;
        }

        private void Told(DashboardMetricsDto metrics)
        {
            _told = metrics.Sequence;
            _position ??= _told;
            if (metrics.Shown == metrics.Changed && _told - metrics.Changed <= _position && _told > _position) _position = _told;
        }

        private void Take(IEnumerable<TransactionDto> transactions)
        {
            foreach (var transaction in transactions)
                if (!Newest.TryGetValue(transaction.Id, out var known) || known.Sequence <= transaction.Sequence) Newest[transaction.Id] =
                    transaction;
        }
    }
}
