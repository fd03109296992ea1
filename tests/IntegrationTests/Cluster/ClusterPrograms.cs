using System.Globalization;
using Dashboard.Domain.Transactions;
using Dashboard.IntegrationTests.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.IntegrationTests.Cluster;

/// <summary>Real programs that are nodes of a cluster on one PostgreSQL database.</summary>
internal sealed class ClusterPrograms(PostgresDatabase database) : IAsyncDisposable
{
    private readonly TemporaryStore _folder = new();
    private readonly List<Node> _nodes = [];

    /// <summary>Starts a node; it may not be ready yet.</summary>
    public Node Start(string name, params string[] more)
    {
        string[] cluster =
        [
            "--Cluster:Enabled=true", "--Cluster:NodeName=" + name, "--Cluster:Lease=00:00:02", "--Processing:MaxDelay=00:00:00.300",
        ];
        var node = new Node(name, new ChildProgram(_folder, "Production", [.. database.Arguments, .. cluster, .. more]));
        _nodes.Add(node);
        return node;
    }

    public async Task<Node> StartReadyAsync(string name, params string[] more)
    {
        var node = Start(name, more);
        node.Client = await node.Program.ConnectAsync();
        return node;
    }

    /// <summary>Stops a node and waits for its end.</summary>
    public static async Task StopAsync(Node node)
    {
        node.Program.SendTerminate();
        (await node.Program.WaitForExitAsync()).ShouldBe(0, string.Join('\n', node.Program.Output));
    }

    public async Task<int> UnfinishedAsync()
    {
        await using var context = await database.Contexts().CreateDbContextAsync();
        return await context.Transactions.CountAsync(t => t.Status < TransactionStatus.Completed);
    }

    /// <summary>After all nodes have ended: each transaction was added once and ended once, and the books of all runs balance.</summary>
    public async Task ShouldBalanceAsync(params Load[] loads)
    {
        await using (var context = await database.Contexts().CreateDbContextAsync())
        {
            var receipts = await context.Receipts.AsNoTracking().ToListAsync();
            var ended = receipts.SelectMany(r => r.DecodeEnded()).ToList();
            ended.Distinct().Count().ShouldBe(ended.Count, "ended twice");
            ended.Count.ShouldBe(await context.Transactions.CountAsync(t => t.Status >= TransactionStatus.Completed));
            var rows = await context.Transactions.AsNoTracking().Select(t => new { t.Source, t.Reference, t.Id }).ToListAsync();
            receipts.SelectMany(r => r.Decode()).Order().ShouldBe(rows.Select(r => r.Id).Order());
            foreach (var load in loads) load.Wrong.ShouldBeEmpty();
            var kept = rows.ToLookup(r => r.Source + "/" + r.Reference, r => new TransactionId(r.Id).ToString());
            loads.SelectMany(l => l.Acknowledged.Select(a => (Key: l.Source + "/" + a.Key, a.Value)))
                .Where(a => !kept[a.Key].SequenceEqual([a.Value])).ShouldBeEmpty("acknowledged and not kept once");
        }

        using var verify = new ChildProgram(_folder, "Production", [.. database.Arguments, "--verify"]);
        (await verify.WaitForExitAsync()).ShouldBe(0, string.Join('\n', verify.Output));
        verify.Output.Count(l => l.StartsWith("holds", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(4, "every run is closed");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            node.Client?.Dispose();
            node.Program.Dispose();
        }

        _folder.Dispose();
        await database.DisposeAsync();
    }

    /// <summary>A program of the cluster.</summary>
    internal sealed class Node(string name, ChildProgram program)
    {
        public string Name => name;

        public ChildProgram Program => program;

        /// <summary>Null before the node is ready.</summary>
        public HttpClient? Client { get; set; }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"node {name}");
    }
}
