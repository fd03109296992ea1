using Dashboard.Application.Ingest;
using Dashboard.Application.Simulator;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Micro.Setup;

/// <summary>The payments of every benchmark, the same in every run: the simulator's, of seven sources and 20,000 accounts.</summary>
internal static class Payments
{
    public static readonly DateTimeOffset Time = new(2025, 3, 14, 9, 26, 53, TimeSpan.Zero);

    private const int Seed = 1;
    private const double FailureRate = 0.04;

    // A hundred a second.
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(10);

    /// <param name="sources">How many there are, each as busy as the others; null for the simulator's seven.</param>
    public static NewTransaction[] New(int count, int? sources = null)
    {
        var simulated = new SimulatedTransactions(Seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var item = simulated.Next(Time + i * Apart) with { Reference = $"ref-{i:D8}" };
            return sources is { } number ? item with { Source = $"source-{i % number:D4}" } : item;
        })];
    }

    /// <summary>Taken in and flagged, Pending.</summary>
    public static Transaction[] Received(int count, int? sources = null)
    {
        var intake = ProgramServices.WithSystemClock().GetRequiredService<TransactionIntake>();
        return [.. New(count, sources).Select(Take)];

        Transaction Take(NewTransaction item) =>
            intake.TryTake(item, idempotencyKey: null, accountIsFilledIn: false, out var transaction, out var errors)
                ? transaction : throw new InvalidOperationException(string.Join(", ", errors));
    }

    /// <summary>Completed, some failed, at one instant, after 100 to 2,000 ms as the simulated gateway takes.</summary>
    public static Transaction[] Ended(IEnumerable<Transaction> received, DateTimeOffset at)
    {
        var random = new Random(Seed);
        return [.. received.Select(transaction =>
        {
            var time = TimeSpan.FromMilliseconds(random.Next(100, 2_000));
            return random.NextDouble() < FailureRate
                ? transaction.Start().Fail(at, time, "insufficient_funds")
                : transaction.Start().Complete(at, time);
        })];
    }
}
