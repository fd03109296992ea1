using CsCheck;
using Dashboard.Application.Live;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Options;

namespace Dashboard.UnitTests.Live;

public sealed class LiveFeedTests
{
    [Fact]
    public async Task TakeBatch_SeveralStatesOfOne_CarriesTheNewestOnly()
    {
        var feed = Feed(max: 10);
        var pending = TestData.Transaction();
        await feed.Handle(new TransactionAccepted(pending), default);
        await feed.Handle(new TransactionStarted(pending.Start()), default);
        await feed.Handle(new TransactionCompleted(TestData.Completed(pending)), default);

        var batch = feed.TakeBatch();

        var only = batch.Transactions.ShouldHaveSingleItem();
        only.Status.ShouldBe(TransactionStatus.Completed);
        only.Sequence.ShouldBe(1);
        (batch.Changed, batch.Sequence).ShouldBe((1, 1));
        var next = feed.TakeBatch();
        next.Transactions.ShouldBeEmpty();
        (next.Changed, next.Sequence).ShouldBe((0, 1));
    }

    [Fact]
    public async Task TakeBatch_MoreThanTheCap_CarriesTheMostRecentAndSaysHowManyChanged()
    {
        var feed = Feed(max: 3);
        var transactions = await AcceptAsync(feed, 10);

        var batch = feed.TakeBatch();

        (batch.Changed, batch.Sequence, feed.Sequence).ShouldBe((10, 10, 10));
        batch.Transactions.Select(t => t.Id).ShouldBe(transactions.TakeLast(3).Select(t => t.Id.ToString()));
        batch.Transactions.Select(t => t.Sequence).ShouldBe([8, 9, 10]);
    }

    [Fact]
    public void TakeBatch_AnyChangesAndTicks_NumbersWithoutGapsInTheOrderOfTheLastChange() =>
        // Each number picks a transaction that moves on by a step; -1 is a tick.
        Gen.Int[-1, 7].Array[0, 60].Sample(steps =>
        {
            var feed = Feed(max: 5);
            var transactions = Enumerable.Range(0, 8).Select(_ => TestData.Transaction()).ToArray();
            var changed = new List<TransactionId>();
            var last = 0L;
            foreach (var step in steps.Append(-1))
            {
                if (step >= 0)
                {
                    transactions[step] = Move(feed, transactions[step]);
                    changed.Remove(transactions[step].Id);
                    changed.Add(transactions[step].Id);
                    continue;
                }

                var batch = feed.TakeBatch();
                var shown = changed.TakeLast(5).ToList();
                (batch.Changed, batch.Sequence, feed.Sequence).ShouldBe((changed.Count, last + changed.Count, last + changed.Count));
                batch.Transactions.Select(t => t.Id).ShouldBe(shown.Select(id => id.ToString()));
                batch.Transactions.Select(t => t.Sequence)
                    .ShouldBe(Enumerable.Range(0, shown.Count).Select(i => batch.Sequence - shown.Count + 1 + i));
                last = batch.Sequence;
                changed.Clear();
            }
        });

    [Fact]
    public async Task TakeBatch_AfterManyChanges_HoldsTheNewestIdsInTheirNewestState()
    {
        var feed = Feed(max: 3);
        var stored = Enumerable.Range(0, 5).Select(_ => TestData.Transaction()).ToList();
        feed.Load(stored);
        await feed.Handle(new TransactionStarted(stored[4].Start()), default);
        await feed.Handle(new TransactionStarted(stored[0].Start()), default);

        var newest = feed.TakeBatch().Newest;

        newest.Select(n => n.State.Id).ShouldBe(stored.TakeLast(3).Select(t => t.Id));
        newest[^1].State.Status.ShouldBe(TransactionStatus.Processing);
        newest.Select(n => n.Sequence).ShouldBe([0, 0, 1]);
    }

    [Fact]
    public async Task Changes_NobodyTakes_AreBoundedAndStillCounted()
    {
        var feed = Feed(max: 2);
        var ids = new OrderedIds(TimeProvider.System);
        for (var i = 0; i < LiveFeed.MaxChanged + 50; i++)
            await feed.Handle(new TransactionAccepted(TestData.Transaction(id: new TransactionId(ids.Next()))), default);

        var batch = feed.TakeBatch();

        (batch.Changed, batch.Sequence).ShouldBe((LiveFeed.MaxChanged + 50, LiveFeed.MaxChanged + 50));
        batch.Transactions.Select(t => t.Sequence).ShouldBe([LiveFeed.MaxChanged + 49, LiveFeed.MaxChanged + 50]);
    }

    private static async Task<List<Transaction>> AcceptAsync(LiveFeed feed, int count)
    {
        var transactions = Enumerable.Range(0, count).Select(_ => TestData.Transaction()).ToList();
        foreach (var transaction in transactions) await feed.Handle(new TransactionAccepted(transaction), default);
        return transactions;
    }

    // A finished one is changed as it is: the feed numbers what it is told.
    private static Transaction Move(LiveFeed feed, Transaction transaction)
    {
        var next = transaction.Status == TransactionStatus.Pending ? transaction.Start() : transaction;
        feed.Handle(new TransactionStarted(next), default).IsCompletedSuccessfully.ShouldBeTrue();
        return next;
    }

    private static LiveFeed Feed(int max) => new(Options.Create(new LiveOptions { MaxTransactionsPerBatch = max }), TimeProvider.System);
}
