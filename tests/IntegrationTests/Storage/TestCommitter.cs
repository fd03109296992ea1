using Dashboard.Application.Audit;
using Dashboard.Application.Cluster;
using Dashboard.Application.Common;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Common;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>Makes committers as the program has them.</summary>
internal static class TestCommitter
{
    // Of a slot of their own: the numbers of commits do not meet the ids that a test makes.
    private static readonly OrderedIds CommitIds = new(TimeProvider.System, node: 200);

    /// <param name="node">The node that commits; without one nothing is fenced.</param>
    /// <param name="ids">Of the node.</param>
    public static BatchCommitter Of(
        IDbContextFactory<DashboardDbContext> contexts, NodeIdentity? node = null, StoreLocks? locks = null, OrderedIds? ids = null) => new(
        contexts, locks ?? new StoreLocks(), new IdsAhead(), new StoreFiles(),
        new AuditAppender(AuditChainName.Program, new TrailState(NullLogger<TrailState>.Instance)),
        new CommitFence(node ?? new NodeIdentity(), ids ?? CommitIds, Options.Create(new ClusterOptions())),
        NullLogger<BatchCommitter>.Instance);
}

/// <summary>For tests in which nothing counts ends.</summary>
internal sealed class UncountedEnds : ICommittedEnds
{
    public void Post(IReadOnlyList<CommittedEnd> ends)
    {
        // Nothing waits for them.
    }
}
