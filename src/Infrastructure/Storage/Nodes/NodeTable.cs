using Dashboard.Application.Cluster;
using Dashboard.Application.Common;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Storage.Nodes;

/// <summary>Joins, renews, takes over and leaves: each step is one transaction, and may be repeated.</summary>
internal sealed class NodeTable(
    IDbContextFactory<DashboardDbContext> contexts, StoreLocks locks, OrderedIds ids, NodeIdentity identity,
    IOptions<ClusterOptions> options)
    : INodes
{
    // Stands for this node inside the transaction of its start, before it has an id.
    private const long Joining = -1;

    private const string MarkName = "program";

    private readonly long _lease = (long)options.Value.Lease.TotalMilliseconds;

    private long Me => identity.Id!.Value.Value;

    /// <summary>
    /// Adds this node with a slot for its ids. A node that is alone declares all others dead. A node of a cluster does so with one of its
    /// own name.
    /// </summary>
    /// <exception cref="StoreNotOpenedException">The other nodes do not allow this one.</exception>
    public Task JoinAsync(NewNode node, CancellationToken cancellationToken) => InTransactionAsync(
        async context =>
        {
            var statements = NodeStatements.For(context);
            var others = await context.Nodes.AsNoTracking().Where(n => n.State == NodeState.Live).ToListAsync(cancellationToken);
            var now = (await context.Database.SqlQueryRaw<long>(statements.ReadTime).ToListAsync(cancellationToken))[0];
            if (!node.IsClustered && others.Find(n => n.IsClustered && n.LeaseUntil >= now) is { } clustered)
                throw new StoreNotOpenedException(
                    $"Node {clustered.Name} of a cluster uses the store. Stop all nodes first, or set Cluster:Enabled=true here.");

            var mark = await context.States.SingleOrDefaultAsync(s => s.Name == MarkName, cancellationToken);
            if (others.Exists(n => !n.IsClustered) && ProgramMark.RunningProcess(mark?.Value) is { } process)
                throw new StoreNotOpenedException(
                    $"The program that runs as process {process} of this machine uses the store. Stop it first.");

            if (!node.IsClustered) Mark(context, mark);
            var replaced = others.Where(n => !node.IsClustered || n.Name == node.Name).ToList();
            foreach (var other in replaced) await SettleAsync(context, other.Id, Joining, heir: null, cancellationToken);
            var slots = await context.Database.SqlQueryRaw<int>(statements.TakeFreeSlot, Joining).ToListAsync(cancellationToken);
            if (slots is not [var slot]) throw new StoreNotOpenedException("All slots of the store are taken by other nodes.");
            ids.Use(slot);
            if (await HighestIdAsync(context, cancellationToken) is { } highest) ids.StartAfter(new OrderedId(highest));
            var id = ids.Next();
            await context.Slots.Where(s => s.Slot == slot)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.Node, id.Value), cancellationToken);
            context.Add(new NodeRow
            {
                Id = id.Value,
                Name = node.Name,
                Version = node.Version,
                IsClustered = node.IsClustered,
                Slot = slot,
                LeaseUntil = now + _lease,
            });
            await context.SaveChangesAsync(cancellationToken);
            if (!node.IsClustered)
                slots.AddRange(await context.Database.SqlQueryRaw<int>(statements.TakeDirtySlots, id.Value).ToListAsync(cancellationToken));
            await context.Nodes.Where(n => n.Settler == Joining)
                .ExecuteUpdateAsync(n => n.SetProperty(r => r.Settler, id.Value), cancellationToken);
            return () => identity.Join(id, isAlone: !node.IsClustered, slots);
        },
        cancellationToken);

    /// <summary>Renews the lease of this node. False when it was declared dead.</summary>
    public async Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        using var turn = await locks.AcquireWriteAsync(context, cancellationToken);
        return await context.Database.ExecuteSqlRawAsync(
            NodeStatements.For(context).Renew, [Me, _lease], cancellationToken) > 0;
    }

    public async Task<TakenSlots> TakeOverAsync(bool declaresDead, CancellationToken cancellationToken)
    {
        var me = Me;
        List<int> taken = [];
        List<long> dead = [];
        foreach (var node in declaresDead ? await SilentAsync(cancellationToken) : [])
        {
            await InTransactionAsync(
                async context =>
                {
                    var slots = await SettleAsync(context, node, me, heir: me, cancellationToken);
                    return () =>
                    {
                        if (slots is null) return;
                        taken.AddRange(slots);
                        dead.Add(node);
                    };
                },
                cancellationToken);
        }

        await InTransactionAsync(
            async context =>
            {
                var slots = await context.Database.SqlQueryRaw<int>(NodeStatements.For(context).TakeDirtySlots, me)
                    .ToListAsync(cancellationToken);
                return () => taken.AddRange(slots);
            },
            cancellationToken);
        if (taken.Count > 0) identity.Hold(identity.Slots.Concat(taken));
        return new TakenSlots(taken, dead.ConvertAll(n => new OrderedId(n)));
    }

    private async Task<List<long>> SilentAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Database.SqlQueryRaw<long>(NodeStatements.For(context).Silent, Me).ToListAsync(cancellationToken);
    }

    public async Task FreeFinishedSlotsAsync(CancellationToken cancellationToken)
    {
        if (identity.Slots.Count <= 1) return;
        await InTransactionAsync(
            async context =>
            {
                var freed = await context.Database.SqlQueryRaw<int>(
                    NodeStatements.For(context).FreeFinishedSlots, Me, identity.Id!.Value.Slot).ToListAsync(cancellationToken);
                return () => identity.Hold(identity.Slots.Except(freed));
            },
            cancellationToken);
    }

    public async Task<IReadOnlyDictionary<int, long>> EndedElsewhereAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Slots.Where(s => s.Node == Me).ToDictionaryAsync(s => s.Slot, s => s.EndedElsewhere, cancellationToken);
    }

    public async Task<bool> TakeRoleAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        object[] values = [name, Me, _lease];
        if (await context.Database.ExecuteSqlRawAsync(NodeStatements.For(context).TakeRole, values, cancellationToken) > 0) return true;
        if (await context.Roles.AnyAsync(r => r.Name == name, cancellationToken)) return false;
        context.Add(new RoleRow { Name = name, Node = Me });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return await context.Database.ExecuteSqlRawAsync(NodeStatements.For(context).TakeRole, values, cancellationToken) > 0;
        }
        catch (DbUpdateException exception) when (StoreErrors.IsBadRow(exception))
        {
            // Another node has added the role in between.
            return false;
        }
    }

    /// <summary>Hands the slots over at once: other nodes need not wait for the lease.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken) => InTransactionAsync(
        async context =>
        {
            var me = Me;
            var closed = await context.Nodes.Where(n => n.Id == me && n.State == NodeState.Live)
                .ExecuteUpdateAsync(n => n.SetProperty(r => r.State, NodeState.Closed), cancellationToken);
            if (closed > 0) await context.Database.ExecuteSqlRawAsync(NodeStatements.For(context).LeaveSlots, [me], cancellationToken);
            return () => { };
        },
        cancellationToken);

    private static void Mark(DashboardDbContext context, StateRow? mark)
    {
        if (mark is null) context.Add(new StateRow { Name = MarkName, Value = ProgramMark.Own });
        else mark.Value = ProgramMark.Own;
    }

    // Null when the node is not silent any more, or another node was faster. The unfinished transactions are those that it hands over, and
    // its run is closed with the numbers of its commits. Without an heir its slots are free, and the lease is not waited for.
    private static async Task<List<int>?> SettleAsync(
        DashboardDbContext context, long dead, long settler, long? heir, CancellationToken cancellationToken)
    {
        var statements = NodeStatements.For(context);
        object[] values = [dead, settler, heir is null ? 1 : 0];
        if (await context.Database.ExecuteSqlRawAsync(statements.Settle, values, cancellationToken) == 0) return null;
        var taken = heir is { } node
            ? context.Database.SqlQueryRaw<int>(statements.TakeSlots, node, dead)
            : context.Database.SqlQueryRaw<int>(statements.FreeSlots, dead);
        var slots = await taken.ToListAsync(cancellationToken);
        long[] all = [.. slots];
        var left = await context.Transactions
            .Where(t => t.Status < TransactionStatus.Completed).Where(SlotOf.IsIn(all)).LongCountAsync(cancellationToken);
        var counted = await context.Nodes.AsNoTracking().SingleAsync(n => n.Id == dead, cancellationToken);
        if (await context.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == dead, cancellationToken) is not { } row) return slots;
        var run = row.ToRun();
        context.Update(RunRow.From(run with { IsSettled = true, Flow = Settled(run.Flow, counted, left) }));
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
        return slots;
    }

    // What the node counted after its last record is known from its commits; what it refused and did not store is not.
    private static FlowDto Settled(FlowDto recorded, NodeRow node, long left)
    {
        var ended = node.Completed + node.Failed;
        return recorded with
        {
            Received = node.Added + recorded.Duplicates + recorded.Rejected + recorded.Refused,
            Accepted = node.Added,
            Completed = node.Completed,
            Failed = node.Failed,
            Queued = 0,
            InFlight = 0,
            HandedOver = left,
            Recovered = Math.Max(0, ended + left - node.Added - recorded.TakenIn),
        };
    }

    // Of whatever kind. Ids of removed rows must not be made again either, even if the clock was set back.
    private static async Task<long?> HighestIdAsync(DashboardDbContext context, CancellationToken cancellationToken) => new[]
    {
        await context.Transactions.MaxAsync(r => (long?)r.Id, cancellationToken),
        await context.Alerts.MaxAsync(r => (long?)r.Id, cancellationToken),
        await context.Runs.MaxAsync(r => (long?)r.Id, cancellationToken),
        await context.Nodes.MaxAsync(r => (long?)r.Id, cancellationToken),
        await context.Receipts.MaxAsync(r => r.CommitId, cancellationToken),
        await context.Removals.MaxAsync(r => (long?)r.UpTo, cancellationToken),
    }.Max();

    // The work gives what is to be done once it is committed.
    private async Task InTransactionAsync(Func<DashboardDbContext, Task<Action>> work, CancellationToken cancellationToken)
    {
        await using var any = await contexts.CreateDbContextAsync(cancellationToken);
        var done = await any.Database.CreateExecutionStrategy().ExecuteAsync(
            async cancellation =>
            {
                await using var context = await contexts.CreateDbContextAsync(cancellation);
                using var turn = await locks.AcquireWriteAsync(context, cancellation);
                await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
                var result = await work(context);
                await transaction.CommitAsync(cancellation);
                return result;
            },
            cancellationToken);
        done();
    }
}

/// <param name="Version">Of the program.</param>
internal sealed record NewNode(string Name, string Version, bool IsClustered);
