using Dashboard.Application.Live;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using Dashboard.UnitTests.Common;
using Microsoft.Extensions.Options;

namespace Dashboard.UnitTests.Live;

public sealed class LiveFeedTests
{
    [Fact]
    public async Task TakeBatch_SeveralStatesOfOne_CarriesTheNewestOnly()
    {
        var feed = Feed(max: 10);
        var pending = Some.Transaction();
        await feed.Handle(new TransactionAccepted(pending), default);
        await feed.Handle(new TransactionStarted(pending.Start()), default);
        await feed.Handle(new TransactionCompleted(Some.Completed(pending)), default);

        var batch = feed.TakeBatch();

        var only = batch.Transactions.ShouldHaveSingleItem();
        only.Status.ShouldBe(TransactionStatus.Completed);
        only.Sequence.ShouldBe(3);
        batch.Changed.ShouldBe(1);
        feed.TakeBatch().Transactions.ShouldBeEmpty();
    }

    [Fact]
    public async Task TakeBatch_MoreThanTheCap_CarriesTheMostRecentAndSaysHowManyChanged()
    {
        var feed = Feed(max: 3);
        var transactions = Enumerable.Range(0, 10).Select(_ => Some.Transaction()).ToList();
        foreach (var transaction in transactions) await feed.Handle(new TransactionAccepted(transaction), default);

        var batch = feed.TakeBatch();

        batch.Changed.ShouldBe(10);
        batch.Transactions.Select(t => t.Id).ShouldBe(transactions.TakeLast(3).Select(t => t.Id.ToString()));
        batch.Transactions.Select(t => t.Sequence).ShouldBe([8, 9, 10]);
    }

    [Fact]
    public async Task Newest_AfterManyChanges_HoldsTheNewestIdsInTheirNewestState()
    {
        var feed = Feed(max: 3);
        var stored = Enumerable.Range(0, 5).Select(_ => Some.Transaction()).ToList();
        feed.Load(stored);
        await feed.Handle(new TransactionStarted(stored[4].Start()), default);
        await feed.Handle(new TransactionStarted(stored[0].Start()), default);

        var newest = feed.Newest();

        newest.Select(t => t.Id).Order().ShouldBe(stored.TakeLast(3).Select(t => t.Id.ToString()));
        newest.Single(t => t.Id == stored[4].Id.ToString()).Status.ShouldBe(TransactionStatus.Processing);
    }

    [Fact]
    public async Task Changes_NobodyTakes_AreBoundedAndStillCounted()
    {
        var feed = Feed(max: 2);
        var ids = new TransactionIds(TimeProvider.System);
        for (var i = 0; i < LiveFeed.MaxChanged + 50; i++)
            await feed.Handle(new TransactionAccepted(Some.Transaction(id: ids.Next())), default);

        feed.TakeBatch().Changed.ShouldBe(LiveFeed.MaxChanged + 50);
    }

    private static LiveFeed Feed(int max) => new(Options.Create(new LiveOptions { MaxTransactionsPerBatch = max }));
}
