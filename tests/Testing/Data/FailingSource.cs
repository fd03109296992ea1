using Dashboard.Application.Ingest;
using Dashboard.Domain.Transactions;
using Dashboard.Testing.Hosts;

namespace Dashboard.Testing.Data;

/// <summary>Payments of four sources, observed with their outcomes: a quiet past, and then one source that fails.</summary>
public static class FailingSource
{
    /// <summary>The source that fails.</summary>
    public const string Name = "acquirer-b";

    private static readonly string[] Sources = ["acquirer-a", Name, "acquirer-c", "acquirer-d"];

    /// <summary>Stores nine minutes with two payments a second, of which one in 25 failed. A host that starts now knows what is
    /// usual.</summary>
    public static async Task StorePastAsync(TemporaryStore store)
    {
        await using var before = await DashboardHost.StartAsync(store);
        var ended = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(10);
        await before.IngestAsync([.. Enumerable.Range(0, 1_080).Select(i =>
            Observed(i, isFailed: i % 25 == 0, ended + TimeSpan.FromMilliseconds(500 * i)))]);
    }

    /// <summary>Eight payments, of which the two of the failing source failed.</summary>
    public static NewTransaction[] Eight() => [.. Enumerable.Range(0, 8).Select(i => Observed(i, isFailed: i % 4 == 1, at: null))];

    // Each payment has an account of its own, so no rule flags it.
    private static NewTransaction Observed(int number, bool isFailed, DateTimeOffset? at) =>
        TestData.Item(source: Sources[number % 4], account: "ACC-" + Guid.NewGuid().ToString("N")[..12], createdAt: at) with
        {
            Status = isFailed ? TransactionStatus.Failed : TransactionStatus.Completed,
            CompletedAt = at,
            FailureReason = isFailed ? "issuer_timeout" : null,
        };
}
