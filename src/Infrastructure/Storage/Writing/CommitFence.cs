using Dashboard.Application.Cluster;
using Dashboard.Application.Common;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>What makes a commit one of this node: its number, and the fence that a node which was replaced does not pass
/// (docs/adr/0035).</summary>
internal sealed class CommitFence(NodeIdentity node, OrderedIds ids, IOptions<ClusterOptions> options)
{
    private readonly long _lease = (long)options.Value.Lease.TotalMilliseconds;

    public long? Node => node.Id?.Value;

    /// <summary>The number of the next commit.</summary>
    public long NextCommit() => ids.Next().Value;

    /// <summary>Null when no node has joined, which only tests do: nothing is fenced then.</summary>
    public FenceValues? Of(MovedRows moved) => Node is { } id
        ? new FenceValues(_lease, moved.Added.Count, moved.Completed, moved.Failed, id) { Elsewhere = Elsewhere(moved) }
        : null;

    /// <summary>The node was replaced; it stops.</summary>
    public void Report() => node.Fence();

    // Ends of transactions that are the work of other nodes, by slot.
    private List<KeyValuePair<int, int>> Elsewhere(MovedRows moved) =>
        node.IsAlone ? [] : [.. moved.Ended.Select(id => new OrderedId(id).Slot).Where(slot => !node.Holds(slot)).CountBy(s => s)
            .OrderBy(s => s.Key)];
}

/// <summary>What a commit really moved.</summary>
/// <param name="Added">Ids of new transactions.</param>
/// <param name="Ended">Ids of transactions that it completed or let fail, new ones included.</param>
internal sealed record MovedRows(IReadOnlyList<long> Added, IReadOnlyList<long> Ended, int Completed, int Failed)
{
    public static readonly MovedRows None = new([], [], 0, 0);

    /// <param name="added">New rows, which may have ended already.</param>
    /// <param name="updated">Rows with a later state.</param>
    public static MovedRows Of(List<TransactionRow> added, List<TransactionRow> updated)
    {
        var ended = new List<long>(updated.Count);
        var failed = 0;
        foreach (var rows in (List<TransactionRow>[])[added, updated])
        {
            foreach (var row in rows)
            {
                if (row.Status < TransactionStatus.Completed) continue;
                ended.Add(row.Id);
                if (row.Status == TransactionStatus.Failed) failed++;
            }
        }

        return new MovedRows(added.ConvertAll(r => r.Id), ended, ended.Count - failed, failed);
    }
}

/// <summary>The values of the fence, in the order of its statement.</summary>
internal sealed record FenceValues(long LeaseMs, long Added, long Completed, long Failed, long Node)
{
    /// <summary>How many transactions of slots of other nodes ended, by slot.</summary>
    public IReadOnlyList<KeyValuePair<int, int>> Elsewhere { get; init; } = [];

    public IReadOnlyList<long> Values => [LeaseMs, Added, Completed, Failed, Node];
}

/// <summary>The node of this program was declared dead: the commit is rolled back, and the program ends.</summary>
internal sealed class NodeReplacedException : Exception
{
    public NodeReplacedException() : base("Another program has taken the place of this one on the store.") { }

    public NodeReplacedException(string message) : base(message) { }

    public NodeReplacedException(string message, Exception inner) : base(message, inner) { }
}
