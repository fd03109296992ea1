using Dashboard.Application.Audit;
using Dashboard.Application.Common;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using MediatR;

namespace Dashboard.Application.Books;

/// <summary>
/// Recounts this run in the store and compares it with the flow: of a cluster, the transactions that this node took in. Takes about a
/// second for each 200,000 transactions since the start.
/// </summary>
/// <remarks>Callers that ask at the same time share one count.</remarks>
public sealed record Reconcile : IRequest<Reconciliation>;

/// <summary>Whether the books balance, and what is missing if not.</summary>
/// <param name="Since">Start of the run that is recounted.</param>
/// <param name="Flow">The counters of the running process when the recount had ended.</param>
/// <param name="Stored">The counts found in the store.</param>
/// <param name="Balanced">Every equation holds, and nothing is missing or unknown.</param>
/// <param name="Missing">Ids that were acknowledged and are not in the store; the first 1,000.</param>
/// <param name="Unknown">Ids in the store that were never acknowledged; the first 1,000.</param>
/// <param name="Audit">Whether the audit trail is as it was written.</param>
/// <param name="Nodes">The nodes of the cluster that are live, this one included; empty without a cluster.</param>
public sealed record Reconciliation(
    DateTimeOffset ComputedAt, DateTimeOffset Since, bool Balanced, IReadOnlyList<Equation> Equations, FlowDto Flow, StoredCounts Stored,
    long MissingCount, IReadOnlyList<string> Missing, long UnknownCount, IReadOnlyList<string> Unknown, VerifiedTrail Audit,
    IReadOnlyList<NodeFlow> Nodes);

/// <param name="Id">The id of its run.</param>
/// <param name="Flow">As the node recorded it last, up to five seconds ago.</param>
public sealed record NodeFlow(string Id, string Name, FlowDto Flow);

/// <param name="Name">The equation in words.</param>
/// <param name="Right">While transactions flow, a figure of the store may lie between the counts before and after the recount. It is then
/// compared with the nearer of the two.</param>
public sealed record Equation(string Name, long Left, long Right)
{
    public bool Holds => Left == Right;
}

/// <param name="Accepted">Transactions of this run that are in the store, in any state, or were removed from it after their time.</param>
/// <param name="Ended">Transactions that this run brought to their end, those of earlier runs and the removed ones included.</param>
/// <param name="Unfinished">Transactions of any run that are Pending or Processing.</param>
public sealed record StoredCounts(long Accepted, long Ended, long Unfinished);

internal sealed class ReconcileHandler(
    IBooksReader reader, IStore store, FlowCounters flow, RunRecorder runs, NodeIdentity node, AuditVerification audit, IAuditHeads heads,
    TimeProvider clock)
    : IRequestHandler<Reconcile, Reconciliation>
{
    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CountingPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CountingStep = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private Task<Reconciliation>? _running;

    public Task<Reconciliation> Handle(Reconcile request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_running is null or { IsCompleted: true }) _running = Task.Run(RecountAsync, CancellationToken.None);
            return _running.WaitAsync(cancellationToken);
        }
    }

    // Transactions keep flowing: those counted before are in the store after the flush; those in the store are counted soon after.
    private async Task<Reconciliation> RecountAsync()
    {
        var run = runs.Current;
        var before = flow.Snapshot();
        await FlushAsync();
        var books = await reader.CountAsync(run.Id.Boundary, node.IsAlone ? null : node.Id, CancellationToken.None);
        var nodes = node.IsAlone ? [] : await reader.NodesAsync(CancellationToken.None);
        var stored = await StoredAsync(run, books, nodes);
        var after = await CountedAsync(stored);

        Equation[] equations =
        [
            new("received = accepted + duplicates + rejected + refused",
                after.Received, after.Accepted + after.Duplicates + after.Rejected + after.Refused),
            new("accepted + recovered + takenIn = queued + inFlight + completed + failed + handedOver",
                after.Accepted + after.Recovered + after.TakenIn,
                after.Queued + after.InFlight + after.Completed + after.Failed + after.HandedOver),
            new("accepted in the store = accepted", stored.Accepted, Math.Clamp(stored.Accepted, before.Accepted, after.Accepted)),
            new("ended in the store = completed + failed",
                stored.Ended, Math.Clamp(stored.Ended, before.Completed + before.Failed, after.Completed + after.Failed)),
        ];
        var balanced = equations.All(e => e.Holds) && books.MissingCount + books.UnknownCount == 0;
        return new Reconciliation(
            clock.GetUtcNow(), run.StartedAt, balanced, equations, after, stored,
            books.MissingCount, [.. books.Missing.Select(id => id.ToString())],
            books.UnknownCount, [.. books.Unknown.Select(id => id.ToString())],
            await audit.RunAsync(heads, CancellationToken.None),
            [.. nodes.Select(n => new NodeFlow(n.Id.ToString(), n.Name, n.Flow))]);
    }

    // A node that is alone ends the transactions of its run and those that earlier runs left. A node of a cluster may end those of others,
    // so its ends are counted by its commits.
    private async Task<StoredCounts> StoredAsync(Run run, StoredBooks books, IReadOnlyList<LiveNode> nodes)
    {
        if (!node.IsAlone)
        {
            return new StoredCounts(
                books.Accepted, nodes.SingleOrDefault(n => n.Id == run.Id.Ordered)?.Ended ?? 0,
                await reader.UnfinishedOfAsync([.. node.Slots], CancellationToken.None));
        }

        var left = await reader.UnfinishedUpToAsync(run.Id.Boundary, CancellationToken.None);
        return new StoredCounts(books.Accepted, books.Ended + runs.LeftUnfinished - left, books.Pending + books.Processing + left);
    }

    // During an outage there is nothing to compare with: the caller is told so.
    private async Task FlushAsync()
    {
        if (store.OutageReason is { } reason) throw new TimeoutException("The books cannot be counted: " + reason);
        using var patience = new CancellationTokenSource(FlushPatience, clock);
        try
        {
            await store.FlushAsync(patience.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException("The writer did not commit in time, so the books cannot be counted.", exception);
        }
    }

    private async Task<FlowDto> CountedAsync(StoredCounts stored)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var now = flow.Snapshot();
            var isCounted = now.Accepted >= stored.Accepted && now.Completed + now.Failed >= stored.Ended;
            if (isCounted || clock.GetElapsedTime(started) > CountingPatience) return now;
            await Task.Delay(CountingStep, clock);
        }
    }
}
