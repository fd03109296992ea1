using Dashboard.Application.Metrics.Windows;

namespace Dashboard.Application.Monitors.Figures;

/// <summary>The processing time above which a payment is slow: most of those before it took no longer.</summary>
internal sealed class SlowLimit
{
    /// <summary>The share of payments that are not slow.</summary>
    private const double Quantile = 0.95;

    private const int FewestPayments = 300;

    private readonly long[] _counts = new long[LatencyScale.SlotCount];
    private readonly long[] _newest = new long[LatencyScale.SlotCount];
    private double _limit = double.PositiveInfinity;

    /// <summary>Whether it is slow, by what is known so far.</summary>
    public bool IsSlow(TimeSpan processingTime)
    {
        var milliseconds = (long)processingTime.TotalMilliseconds;
        _newest[LatencyScale.SlotOf(milliseconds)]++;
        return milliseconds > _limit;
    }

    /// <summary>Learns from the payments since the last call.</summary>
    /// <param name="areUsual">False during an incident: its payments are forgotten.</param>
    public void Learn(bool areUsual)
    {
        long total = 0;
        for (var slot = 0; slot < _counts.Length; slot++)
        {
            // Old times count less and less, so that the limit follows slow changes.
            if (areUsual) _counts[slot] += _newest[slot] - _counts[slot] / 64;
            total += _counts[slot];
            _newest[slot] = 0;
        }

        if (total < FewestPayments) return;
        long below = 0;
        for (var slot = 0; slot < _counts.Length; slot++)
        {
            below += _counts[slot];
            if (below < Quantile * total) continue;
            _limit = LatencyScale.MiddleOf(slot);
            return;
        }
    }
}
