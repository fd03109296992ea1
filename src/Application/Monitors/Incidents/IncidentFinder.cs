using Dashboard.Application.Monitors.Figures;
using Dashboard.Application.Monitors.Recent;
using Dashboard.Application.Monitors.Versions;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Monitors.Incidents;

/// <summary>Payments that ended go in, second by second; incidents come out. The same payments give the same incidents. Not
/// thread-safe.</summary>
internal sealed class IncidentFinder
{
    /// <summary>Seconds between two computations of what is usual.</summary>
    public const int UsualEvery = 5;

    private readonly SlowLimit _slow = new();
    private readonly MonitoredSlices _slices;

    /// <param name="start">The second before the first one that is looked at.</param>
    public IncidentFinder(MonitorOptions options, Func<OrderedId> newId, long start)
    {
        Recent = new RecentPayments(options.Enabled ? options.RecentPayments : 1);
        _slices = new MonitoredSlices(start);
        Book = new IncidentBook(Recent, _slices, newId, start);
        Book.Use(MonitorSeeds.Of(options, DateTimeOffset.UnixEpoch));
    }

    public RecentPayments Recent { get; }

    public IncidentBook Book { get; }

    /// <summary>The slice of all payments.</summary>
    public Monitored Everything => _slices.Everything;

    /// <summary>Counts a payment that has ended.</summary>
    public void Add(Transaction ended)
    {
        var isSlow = _slow.IsSlow(ended.ProcessingTime!.Value);
        Recent.Add(ended, isSlow);
        _slices.Add(ended, new SecondCounts
        {
            Payments = 1,
            Failed = ended.Status == TransactionStatus.Failed ? 1 : 0,
            Flagged = ended.IsFlagged ? 1 : 0,
            Slow = isSlow ? 1 : 0,
        });
        Book.CountNewest();
    }

    /// <summary>Counts stored payments from before the start.</summary>
    public void AddStored(IEnumerable<Transaction> ended)
    {
        foreach (var transaction in ended.OrderBy(t => t.CompletedAt)) Add(transaction);
        _slow.Learn(areUsual: true);
    }

    /// <summary>Looks at a full second, the one after the second of the last call.</summary>
    /// <returns>The incidents whose alerts are to be fired or changed.</returns>
    public IReadOnlyList<Incident> Look(long end, DateTimeOffset now)
    {
        var isDue = end % UsualEvery == 0;
        _slices.MoveTo(end, isDue);
        if (isDue) _slow.Learn(areUsual: !Book.IsAnyOpen(Measure.SlowShare));
        return Book.Look(end, now);
    }
}
