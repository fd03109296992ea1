using System.Globalization;
using BenchmarkDotNet.Attributes;
using Dashboard.Application.Metrics;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using Dashboard.Micro.Setup;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Micro;

/// <summary>The metrics after an hour of the clock with few or with very many ends, and a snapshot every second.</summary>
public abstract class HourBench
{
    private const int HourSeconds = 3_600;
    private const int Kept = 1_024;

    private readonly ManualClock _clock = new(Payments.Time);
    private Transaction[] _received = [];
    private uint _next;

    /// <summary>Ends recorded before, evenly over the hour.</summary>
    /// <value>1 and ten million, or the numbers in the environment variable MICRO_BEHIND, up to 2,000,000,000.</value>
    [ParamsSource(nameof(Numbers))]
    public int Behind { get; set; }

    public static IEnumerable<int> Numbers =>
        (Environment.GetEnvironmentVariable("MICRO_BEHIND") ?? "1,10000000")
            .Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture));

    protected MetricsAggregator Metrics { get; private set; } = null!;

    /// <summary>Ends of the newest second.</summary>
    protected TransactionCompleted[] Ends { get; private set; } = [];

    /// <summary>Fills the hour.</summary>
    /// <param name="sources">How many there are, 1 … 1,024; null for the simulator's seven, in eight currencies each.</param>
    protected void Fill(int? sources)
    {
        Metrics = ProgramServices.With(_clock).GetRequiredService<MetricsAggregator>();
        _received = Payments.Received(Kept, sources);
        for (var second = 1; second <= HourSeconds; second++)
        {
            RecordAhead(1, (int)((long)Behind * second / HourSeconds - (long)Behind * (second - 1) / HourSeconds));
            TickAfterASecond();
        }
    }

    /// <summary>As many ends as a second of the hour had, in a second that is still to come.</summary>
    /// <param name="seconds">1 … 120, which the metrics keep until the clock is there.</param>
    protected void RecordAhead(int seconds) => RecordAhead(seconds, Behind / HourSeconds);

    protected void TickAfterASecond()
    {
        _clock.Now += TimeSpan.FromSeconds(1);
        Metrics.Snapshot();
    }

    protected Task RecordOne() => Metrics.Handle(Ends[_next++ % Kept], CancellationToken.None);

    private void RecordAhead(int seconds, int ends)
    {
        Ends = [.. Payments.Ended(_received, _clock.Now + TimeSpan.FromSeconds(seconds)).Select(t => new TransactionCompleted(t))];
        for (var i = 0; i < ends; i++) RecordOne();
    }
}
