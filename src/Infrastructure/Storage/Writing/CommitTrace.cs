using System.Diagnostics;
using Dashboard.Application.Common;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>The span of a commit. It belongs to the trace of the first caller that waits for it, and links to the others.</summary>
internal static class CommitTrace
{
    private const int MaxLinks = 32;

    /// <summary>Null when no caller of the batch is traced.</summary>
    public static Activity? Start(WriteBatch batch)
    {
        if (batch.Origins.Count == 0) return null;
        var links = batch.Origins.Skip(1).Take(MaxLinks).Select(origin => new ActivityLink(origin));
        var span = Tracing.Source.StartActivity("commit", ActivityKind.Client, batch.Origins[0], tags: null, links);
        span?.SetTag("dashboard.commit.changes", batch.Changes).SetTag("dashboard.commit.transactions", batch.Transactions.Count);
        return span;
    }
}
