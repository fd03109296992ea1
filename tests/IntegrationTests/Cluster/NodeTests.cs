using Dashboard.Application.Books;
using Dashboard.Application.Cluster;
using Dashboard.Application.Common;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Books;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Nodes;
using Dashboard.Infrastructure.Storage.Writing;
using Dashboard.IntegrationTests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.IntegrationTests.Cluster;

/// <summary>Slots, leases, fences and takeovers in the store.</summary>
public abstract class NodeTests : StoreTest
{
    // Of the process, as it is for a SQLite file.
    private readonly StoreLocks _locks = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var context = await Database.Contexts().CreateDbContextAsync();
        await context.Database.MigrateAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        _locks.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Nodes_that_join_at_once_hold_slots_of_their_own()
    {
        var members = Enumerable.Range(0, 8).Select(i => new Member(this, "n" + i)).ToList();

        await Task.WhenAll(members.Select(m => m.JoinAsync()));

        members.Select(m => m.Slot).Distinct().Count().ShouldBe(8);
        members.ShouldAllBe(m => m.Ids.Next().Slot == m.Slot);
    }

    [Fact]
    public async Task A_slot_that_was_left_with_unfinished_transactions_is_taken_first()
    {
        var (first, second) = (new Member(this, "first"), new Member(this, "second"));
        await first.JoinAsync();
        await second.JoinAsync();
        var left = await second.AddAsync(2);
        await first.Table.LeaveAsync(CancellationToken.None);
        await second.Table.LeaveAsync(CancellationToken.None);

        var next = new Member(this, "next");
        await next.JoinAsync();

        next.Slot.ShouldBe(second.Slot);
        (await next.Table.TakeOverAsync(declaresDead: true, CancellationToken.None)).Slots.ShouldBeEmpty();
        next.Ids.Next().ShouldBeGreaterThan(left[^1].Id.Ordered);
    }

    [Fact]
    public async Task A_node_whose_place_was_taken_commits_nothing_and_its_run_is_closed_by_its_commits()
    {
        var zombie = new Member(this, "one");
        await zombie.JoinAsync();
        await SaveRunAsync(zombie);
        var added = await zombie.AddAsync(5);
        var failed = added[1].Start().Fail(TestData.Time, TimeSpan.Zero, "do_not_honor");
        await zombie.EndAsync(added[0].Start().Complete(TestData.Time, TimeSpan.Zero), failed);

        var heir = new Member(this, "one");
        await heir.JoinAsync();

        await Should.ThrowAsync<NodeReplacedException>(() => zombie.AddAsync(1));
        await Should.ThrowAsync<NodeReplacedException>(() => zombie.EndAsync(added[2].Start().Complete(TestData.Time, TimeSpan.Zero)));
        zombie.Identity.Fenced.IsCancellationRequested.ShouldBeTrue();
        (await zombie.Table.RenewAsync(CancellationToken.None)).ShouldBeFalse();
        await using var context = await Database.Contexts().CreateDbContextAsync();
        (await context.Transactions.CountAsync()).ShouldBe(5);
        (await context.Transactions.CountAsync(t => t.Status < TransactionStatus.Completed)).ShouldBe(3);
        var run = (await context.Runs.SingleAsync(r => r.Id == zombie.Id)).ToRun();
        (run.IsClosed, run.IsSettled).ShouldBe((false, true));
        (run.Flow.Accepted, run.Flow.Completed, run.Flow.Failed, run.Flow.HandedOver, run.Flow.Recovered).ShouldBe((5, 1, 1, 3, 0));
        run.Flow.ShouldBalance();
    }

    [Fact]
    public async Task Of_several_nodes_exactly_one_takes_over_a_silent_one_and_frees_its_slot_when_its_work_is_done()
    {
        var silent = new Member(this, "silent");
        var others = Enumerable.Range(0, 3).Select(i => new Member(this, "n" + i)).ToList();
        foreach (var member in others.Prepend(silent)) await member.JoinAsync();
        var left = await silent.AddAsync(1);
        foreach (var other in others) (await other.Table.TakeOverAsync(declaresDead: true, CancellationToken.None)).Dead.ShouldBeEmpty();
        await ExecuteAsync("UPDATE \"Nodes\" SET \"LeaseUntil\" = 0");
        (await others[0].Table.TakeOverAsync(declaresDead: true, CancellationToken.None)).Dead.ShouldBeEmpty("its own lease has run out too");
        foreach (var other in others) (await other.Table.RenewAsync(CancellationToken.None)).ShouldBeTrue();

        var taken = await Task.WhenAll(others.Select(o => o.Table.TakeOverAsync(declaresDead: true, CancellationToken.None)));

        taken.SelectMany(t => t.Dead).ShouldBe([new OrderedId(silent.Id)]);
        taken.SelectMany(t => t.Slots).ShouldBe([silent.Slot]);
        var heir = others[Array.FindIndex(taken, t => t.Dead.Count > 0)];
        heir.Identity.Holds(silent.Slot).ShouldBeTrue();
        await heir.Table.FreeFinishedSlotsAsync(CancellationToken.None);
        heir.Identity.Holds(silent.Slot).ShouldBeTrue();

        await heir.EndAsync(left[0].Start().Complete(TestData.Time, TimeSpan.Zero));
        await heir.Table.FreeFinishedSlotsAsync(CancellationToken.None);

        heir.Identity.Slots.ShouldBe([heir.Slot]);
    }

    [Fact]
    public async Task A_role_has_one_holder_until_its_node_is_gone()
    {
        var (one, two) = (new Member(this, "one"), new Member(this, "two"));
        await one.JoinAsync();
        await two.JoinAsync();

        (await one.Table.TakeRoleAsync("duty", CancellationToken.None)).ShouldBeTrue();
        (await two.Table.TakeRoleAsync("duty", CancellationToken.None)).ShouldBeFalse();
        (await one.Table.TakeRoleAsync("duty", CancellationToken.None)).ShouldBeTrue();
        await one.Table.LeaveAsync(CancellationToken.None);

        (await two.Table.TakeRoleAsync("duty", CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_repeated_commit_whose_answer_was_lost_counts_its_ends_once_and_says_that_it_made_them()
    {
        var node = new Member(this, "one");
        await node.JoinAsync();
        var added = await node.AddAsync(2);
        var batch = new WriteBatch();
        var ended = added[0].Start().Complete(TestData.Time, TimeSpan.Zero);
        var waiter = new TaskCompletionSource<Transaction>();
        batch.Add(new ReportedEndChange(ended, waiter));
        await using var committer = node.NewCommitter();

        await committer.CommitAsync(batch, isRetry: false, CancellationToken.None);
        await committer.CommitAsync(batch, isRetry: true, CancellationToken.None);
        batch.Complete();

        (await waiter.Task).ShouldBeSameAs(ended);
        await using var context = await Database.Contexts().CreateDbContextAsync();
        var counted = await context.Nodes.SingleAsync(n => n.Id == node.Id);
        (counted.Added, counted.Completed, counted.Failed).ShouldBe((2, 1, 0));
        (await context.Receipts.ToListAsync()).SelectMany(r => r.DecodeEnded()).ShouldBe([ended.Id.Value]);
    }

    [Fact]
    public async Task An_end_of_another_nodes_transaction_is_counted_at_its_slot()
    {
        var (owner, reporter) = (new Member(this, "owner"), new Member(this, "reporter"));
        await owner.JoinAsync();
        await reporter.JoinAsync();
        var added = await owner.AddAsync(2);

        await reporter.EndAsync(added[1].Start().Complete(TestData.Time, TimeSpan.Zero));

        await using var context = await Database.Contexts().CreateDbContextAsync();
        (await context.Slots.Where(s => s.EndedElsewhere > 0).Select(s => s.Slot).ToListAsync()).ShouldBe([owner.Slot]);
    }

    private async Task SaveRunAsync(Member member)
    {
        await using var context = await Database.Contexts().CreateDbContextAsync();
        context.Add(RunRow.From(new Run(
            new RunId(member.Id), "epoch", TestData.Time, TestData.Time, IsClosed: false, new FlowDto(0, 0, 0, 0, 0, 0, 0, 0, 0, 0))));
        await context.SaveChangesAsync();
    }

    /// <summary>A program, as far as the store sees it.</summary>
    private sealed class Member
    {
        private readonly NodeTests _tests;
        private readonly string _name;
        private readonly IOptions<ClusterOptions> _options = Options.Create(new ClusterOptions { Lease = TimeSpan.FromMinutes(1) });

        public Member(NodeTests tests, string name)
        {
            (_tests, _name) = (tests, name);
            Table = new NodeTable(tests.Database.Contexts(), tests._locks, Ids, Identity, _options);
        }

        public OrderedIds Ids { get; } = new(TimeProvider.System);

        public NodeIdentity Identity { get; } = new();

        public NodeTable Table { get; }

        public long Id => Identity.Id!.Value.Value;

        public int Slot => Identity.Id!.Value.Slot;

        public Task JoinAsync() => Table.JoinAsync(new NewNode(_name, "1.0", IsClustered: true), CancellationToken.None);

        public BatchCommitter NewCommitter() => TestCommitter.Of(_tests.Database.Contexts(), Identity, _tests._locks, Ids);

        public async Task<List<Transaction>> AddAsync(int count)
        {
            var added = Enumerable.Range(0, count).Select(_ => TestData.Transaction(id: new TransactionId(Ids.Next()))).ToList();
            await CommitAsync(new AddChange(added, new TaskCompletionSource<IReadOnlyList<AddResult>>()));
            return added;
        }

        public Task EndAsync(params Transaction[] ended) =>
            CommitAsync([.. ended.Select(e => new EndChange(e))]);

        private async Task CommitAsync(params StoreChange[] changes)
        {
            var batch = new WriteBatch();
            foreach (var change in changes) batch.Add(change);
            await using var committer = NewCommitter();
            await committer.CommitAsync(batch, isRetry: false, CancellationToken.None);
        }
    }
}

public sealed class SqliteNodeTests : NodeTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteDatabase());
}

public sealed class PostgresNodeTests(PostgresServers servers) : NodeTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}

public sealed class SqlServerNodeTests(SqlServers servers) : NodeTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}
