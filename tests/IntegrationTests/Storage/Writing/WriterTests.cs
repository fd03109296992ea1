using System.Collections.Concurrent;
using Dashboard.Application.Common;
using Dashboard.Application.Metrics.Windows;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Common;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Reading;
using Dashboard.Infrastructure.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.IntegrationTests.Storage;

public abstract class WriterTests : StoreTest
{
    private readonly OrderedIds _ids = new(TimeProvider.System);
    private protected readonly FakeTimeProvider _clock = new();
    private readonly CommitCounter _commits = new();
    private readonly EndsOfCommits _ended = new();
    private protected BatchedWriter _writer = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using (var context = await Contexts().CreateDbContextAsync()) await context.Database.MigrateAsync();
        _writer = new BatchedWriter(
            TestCommitter.Of(Contexts()), _ended, new UncleanEnd(), Options.Create(new StorageOptions()), _clock,
            NullLogger<BatchedWriter>.Instance);
        await _writer.StartAsync(CancellationToken.None);
        _commits.Reset();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.StopAsync(CancellationToken.None);
            _writer.Dispose();
        }

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_waiting_caller_makes_the_writer_write_at_once()
    {
        var results = await AddAsync(New("a"), New("b")).InTimeAsync();

        results.ShouldAllBe(r => r.Existing == null && r.Error == null);
        (await RowsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Ninety_nine_changes_wait_for_the_second_and_one_hundred_do_not()
    {
        var stored = await AddManyAsync(100);

        foreach (var transaction in stored.Take(99)) await _writer.UpdateAsync(transaction.Start());
        await _writer.UpdateAsync(stored[99].Start());
        await Poll.UntilAsync(() => _commits.Count > 0);

        _commits.Count.ShouldBe(1, "the ninety-nine were not written on their own");
        (await RowsAsync()).ShouldAllBe(r => r.Status == TransactionStatus.Processing);
    }

    [Fact]
    public async Task A_single_change_is_written_after_a_second()
    {
        var stored = await AddManyAsync(1);
        await _writer.UpdateAsync(stored[0].Start());
        var updated = _clock.GetUtcNow();

        // In steps: the writer starts its timer some time after the update.
        await Poll.UntilAsync(() =>
        {
            if (_commits.Count == 0) _clock.Advance(TimeSpan.FromMilliseconds(100));
            return _commits.Count > 0;
        });

        (_clock.GetUtcNow() - updated).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        (await RowsAsync()).Single().Status.ShouldBe(TransactionStatus.Processing);
    }

    [Fact]
    public async Task An_end_stands_whatever_comes_later_in_this_batch_or_another()
    {
        var stored = await AddManyAsync(2);
        var ends = stored.Select(t => t.Start().Complete(_clock.GetUtcNow(), TimeSpan.Zero)).ToList();
        var other = stored[1].Start().Fail(_clock.GetUtcNow(), TimeSpan.Zero, "do_not_honor");

        (await EndAsync(ends[0]).InTimeAsync()).ShouldBeSameAs(ends[0]);
        await _writer.UpdateAsync(stored[0].Start());
        var both = await Task.WhenAll(EndAsync(ends[1]), EndAsync(other)).InTimeAsync();
        var again = await EndAsync(other).InTimeAsync();

        both.Concat([again]).ShouldAllBe(t => t.Status == TransactionStatus.Completed);
        (await RowsAsync()).ShouldAllBe(r => r.Status == TransactionStatus.Completed);
    }

    [Fact]
    public async Task What_became_of_ends_is_posted_after_their_commit()
    {
        var stored = await AddManyAsync(2);
        var reported = stored[1].Start().Fail(_clock.GetUtcNow(), TimeSpan.Zero, "do_not_honor");
        await EndAsync(reported).InTimeAsync();
        var ends = stored.Select(t => t.Start().Complete(_clock.GetUtcNow(), TimeSpan.Zero)).ToList();

        foreach (var ended in ends) await _writer.EndAsync(ended);
        _ended.All.ShouldBeEmpty();
        await _writer.FlushAsync(CancellationToken.None).InTimeAsync();

        var posted = await Poll.UntilAsync(() => Task.FromResult(_ended.All), p => p.Count == 2);
        posted.Select(p => p.Ended).ShouldBe(ends);
        posted[0].Stored.ShouldBeSameAs(ends[0]);
        posted[1].Stored!.Status.ShouldBe(TransactionStatus.Failed);
    }

    [Fact]
    public async Task Every_commit_leaves_a_receipt_of_what_it_added_and_a_repeated_commit_no_second_one()
    {
        var committer = TestCommitter.Of(Contexts());
        var batch = new WriteBatch();
        batch.Add(new AddChange([New("a"), New("b"), New("a")], new TaskCompletionSource<IReadOnlyList<AddResult>>()));
        await committer.CommitAsync(batch, isRetry: false, CancellationToken.None);
        await committer.CommitAsync(batch, isRetry: true, CancellationToken.None);

        var books = await new BooksReader(Database.Reads(), new StoreLocks()).CountAsync(default, node: null, CancellationToken.None);

        (books.Receipted, books.Rows, books.MissingCount, books.UnknownCount).ShouldBe((2, 2, 0, 0));
    }

    [Fact]
    public async Task An_earlier_state_of_an_alert_never_replaces_a_later_one_in_this_batch_or_another()
    {
        var raised = NewAlert(7, "ACC-1");
        var decided = raised.FireAgain("again", new TransactionId(2), 1, _clock.GetUtcNow()).Acknowledge(_clock.GetUtcNow());

        await _writer.SaveAsync(decided);
        await _writer.SaveAsync(raised);
        await _writer.FlushAsync(CancellationToken.None).InTimeAsync();
        await _writer.SaveAsync(raised);
        await _writer.FlushAsync(CancellationToken.None).InTimeAsync();

        (await new AlertHistory(Database.Reads(), Contexts()).FindAsync(new AlertId(7), CancellationToken.None)).ShouldBe(decided);
    }

    [Fact]
    public async Task A_reopened_alert_replaces_its_resolved_state_and_not_the_other_way_round()
    {
        var resolved = NewAlert(8, "ACC-1").Resolve(_clock.GetUtcNow());
        var reopened = resolved.Reopen(_clock.GetUtcNow());

        await _writer.SaveAsync(resolved);
        await _writer.FlushAsync(CancellationToken.None).InTimeAsync();
        await _writer.SaveAsync(reopened);
        await _writer.SaveAsync(resolved);
        await _writer.FlushAsync(CancellationToken.None).InTimeAsync();
        await _writer.SaveAsync(resolved);
        await _writer.FlushAsync(CancellationToken.None).InTimeAsync();

        (await new AlertHistory(Database.Reads(), Contexts()).FindAsync(new AlertId(8), CancellationToken.None)).ShouldBe(reopened);
    }

    [Fact]
    public async Task A_flush_completes_when_what_came_before_is_committed()
    {
        var stored = await AddManyAsync(1);
        await _writer.UpdateAsync(stored[0].Start());

        await _writer.FlushAsync(CancellationToken.None).InTimeAsync();

        (await RowsAsync()).Single().Status.ShouldBe(TransactionStatus.Processing);
    }

    [Fact]
    public async Task What_has_ended_since_is_read_back_whole_and_once_also_when_thousands_ended_at_the_same_time()
    {
        var stored = await AddManyAsync(22_500);
        var since = _clock.GetUtcNow();
        for (var i = 0; i < stored.Count; i++)
            await _writer.UpdateAsync(
                stored[i].Start().Complete(since.AddSeconds(i < 100 ? -1 : i < 22_300 ? 0 : 1), TimeSpan.FromMilliseconds(i)));
        await _writer.FlushAsync(CancellationToken.None).InTimeAsync();

        var read = new List<TransactionEnd>();
        await foreach (var end in new FinishedTransactions(Contexts()).FinishedSinceAsync(since, CancellationToken.None)) read.Add(end);

        var ended = stored.Select((t, i) => t.Start().Complete(since.AddSeconds(i < 22_300 ? 0 : 1), TimeSpan.FromMilliseconds(i)));
        read.ShouldBe(ended.Skip(100).Select(TransactionEnd.Of));
    }

    [Fact]
    public async Task A_key_and_a_reference_each_find_what_was_stored_under_them()
    {
        var first = New("r1", key: "k1");
        await AddAsync(first).InTimeAsync();

        var results = await AddAsync(New("r1", key: "k2"), New("r9", key: "k1"), New(null, key: "k1"), New("r2", key: "k3"), New("r2"),
            New(null, key: "k3")).InTimeAsync();

        results.Take(3).ShouldAllBe(r => r.Existing!.Id == first.Id);
        results[3].ShouldBe(default);
        results.Skip(4).ShouldAllBe(r => r.Existing!.Details.Reference == "r2");
        (await RowsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_stop_writes_what_waits()
    {
        var stored = await AddManyAsync(3);
        foreach (var transaction in stored)
            await _writer.UpdateAsync(transaction.Start().Complete(_clock.GetUtcNow(), TimeSpan.FromMilliseconds(9)));

        await _writer.StopAsync(CancellationToken.None).InTimeAsync();

        (await RowsAsync()).ShouldAllBe(r => r.Status == TransactionStatus.Completed && r.ProcessingMs == 9);
    }

    [Fact]
    public async Task A_bad_row_is_set_aside_with_its_reason_and_the_rest_commits()
    {
        await Database.PoisonAsync("Transactions", "Account");
        var good = Enumerable.Range(0, 60).Select(i => New("g" + i)).ToList();

        var results = await AddAsync([.. good.Take(37), New("p1", account: "poison"), .. good.Skip(37), New("p2", account: "poison")])
            .InTimeAsync();

        results.Count(r => r.Error is null).ShouldBe(60);
        results[37].Error!.ShouldContain("poison");
        results[^1].Error!.ShouldContain("poison");
        (await RowsAsync()).Count.ShouldBe(60);
    }

    [Fact]
    public async Task A_bad_alert_does_not_hold_up_the_transactions_of_its_batch()
    {
        await Database.PoisonAsync("Alerts", "Subject");
        var stored = await AddManyAsync(1);
        await _writer.SaveAsync(NewAlert(1, "poison"));
        await _writer.SaveAsync(NewAlert(2, "good"));
        await _writer.UpdateAsync(stored[0].Start());

        await _writer.StopAsync(CancellationToken.None).InTimeAsync();

        (await RowsAsync()).Single().Status.ShouldBe(TransactionStatus.Processing);
        await using var context = await Contexts().CreateDbContextAsync();
        (await context.Alerts.Select(a => a.Subject).ToListAsync()).ShouldBe(["good"]);
    }

    [Fact]
    public async Task A_reference_that_somebody_else_stores_after_the_look_up_is_a_duplicate_and_no_bad_row()
    {
        var committer = TestCommitter.Of(new RivalContexts(Contexts()));
        var batch = new WriteBatch();
        batch.Add(new AddChange([New("raced"), New("fine")], new TaskCompletionSource<IReadOnlyList<AddResult>>()));
        await committer.CommitAsync(batch, isRetry: false, CancellationToken.None);

        var raced = batch.Transactions.Single(w => w.State.Details.Reference == "raced").Result;
        raced.Error.ShouldBeNull();
        raced.Existing!.Id.ShouldBe(new TransactionId(1));
        batch.Transactions.Single(w => w.State.Details.Reference == "fine").Result.ShouldBe(default);
    }

    [Fact]
    public async Task A_repetition_of_a_bad_row_is_no_duplicate()
    {
        await Database.PoisonAsync("Transactions", "Account");

        var results = await AddAsync(New("same", account: "poison"), New("same", account: "poison")).InTimeAsync();

        results.ShouldAllBe(r => r.Error != null && r.Existing == null);
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_not_done_twice()
    {
        var committer = TestCommitter.Of(Contexts());
        var batch = new WriteBatch();
        batch.Add(new AddChange([New("once"), New(null)], new TaskCompletionSource<IReadOnlyList<AddResult>>()));
        await committer.CommitAsync(batch, isRetry: false, CancellationToken.None);

        await committer.CommitAsync(batch, isRetry: true, CancellationToken.None);

        batch.Transactions.ShouldAllBe(w => w.Result.Existing == null && w.Result.Error == null);
        (await RowsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_piled_up_goes_with_the_next_batch()
    {
        var stored = await AddManyAsync(1_000);
        foreach (var transaction in stored) await _writer.UpdateAsync(transaction.Start());
        foreach (var transaction in stored)
            await _writer.UpdateAsync(transaction.Start().Fail(_clock.GetUtcNow(), TimeSpan.Zero, "expired_card"));
        await _writer.StopAsync(CancellationToken.None).InTimeAsync();

        (await RowsAsync()).ShouldAllBe(r => r.Status == TransactionStatus.Failed);
        _commits.Count.ShouldBeLessThanOrEqualTo(21);
    }

    private protected Transaction New(string? reference, string account = "ACC-1", string? key = null) => Transaction.Receive(
        new TransactionId(_ids.Next()),
        TransactionDetails.Create("pos", reference, key, account, null, Money.FromDecimal(1, Currency.FromCode("EUR")), _clock.GetUtcNow()),
        []);

    private Alert NewAlert(long id, string subject) =>
        Alert.Raise(
            new AlertId(id), "large_amount", subject, AlertSeverity.Critical, "message", new TransactionId(1), times: 1,
                _clock.GetUtcNow());

    private protected Task<IReadOnlyList<AddResult>> AddAsync(params Transaction[] transactions) =>
        _writer.AddAsync(transactions, CancellationToken.None);

    private Task<Transaction> EndAsync(Transaction ended) => _writer.ReportEndAsync(ended);

    private async Task<List<Transaction>> AddManyAsync(int count)
    {
        var transactions = Enumerable.Range(0, count).Select(i => New("r" + i)).ToList();
        await AddAsync([.. transactions]).InTimeAsync();
        _commits.Reset();
        return transactions;
    }

    private protected async Task<List<TransactionRow>> RowsAsync()
    {
        await using var context = await Contexts().CreateDbContextAsync();
        return await context.Transactions.AsNoTracking().OrderBy(r => r.Id).ToListAsync();
    }

    private protected IDbContextFactory<DashboardDbContext> Contexts() => Database.Contexts(_commits);

    private sealed class EndsOfCommits : ICommittedEnds
    {
        private readonly ConcurrentQueue<CommittedEnd> _all = [];

        public IReadOnlyList<CommittedEnd> All => [.. _all];

        public void Post(IReadOnlyList<CommittedEnd> ends)
        {
            foreach (var ended in ends) _all.Enqueue(ended);
        }
    }

    // The other writer: stores the reference between the look-up, which takes the first context, and the insert, which takes the second.
    private sealed class RivalContexts(IDbContextFactory<DashboardDbContext> contexts) : IDbContextFactory<DashboardDbContext>
    {
        private int _taken;

        public DashboardDbContext CreateDbContext()
        {
            var context = contexts.CreateDbContext();
            if (++_taken == 2)
            {
                using var rival = contexts.CreateDbContext();
                rival.Add(new TransactionRow
                {
                    Id = 1,
                    Source = "pos",
                    Reference = "raced",
                    Account = "ACC-1",
                    AmountMinor = 100,
                    Currency = "EUR",
                    CreatedAt = DateTime.UnixEpoch
                });
                rival.SaveChanges();
            }

            return context;
        }
    }
}
