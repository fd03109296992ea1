using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.Application.Rules.Windows;

/// <summary>Works out one feature of a payment from the series of its key.</summary>
/// <remarks>
/// The payments of a window are those of the same key that were committed before or with this one, and whose own time lies after
/// <c>t − W</c> and not after <c>t</c>, the time of this one. <c>count</c>, <c>sum</c> and <c>distinct</c> include this one; all others
/// look at those before it.
/// </remarks>
internal sealed class FeatureReader(Feature feature, int place, PaymentLog log)
{
    // Up to this many payments a set is filled anew, beyond it a counter moves with the window.
    private const int FewPayments = 64;

    private readonly Aggregate _aggregate = feature.Aggregate;
    private readonly long _span = (feature.Aggregate.Over?.Span ?? TimeSpan.Zero).Ticks / TimeSpan.TicksPerMicrosecond;
    private readonly HashSet<int> _values = [];
    private readonly Dictionary<Series, DistinctCounter> _counters = [];
    private readonly long[] _amounts = new long[RuleLimits.MaxRanked];

    public Feature Feature => feature;

    /// <param name="series">That of the key; null when there is none yet.</param>
    /// <param name="isIn">This payment is in the series.</param>
    public void Read(PaymentFacts facts, Series? series, bool isIn)
    {
        var end = series?.CountUpTo(facts.Time) ?? 0;
        if (isIn && !_aggregate.IncludesItself) end--;
        var start = _aggregate.Over switch
        {
            { Span: not null } => series?.CountUpTo(facts.Time - _span) ?? 0,
            { Last: { } last } => Math.Max(0, end - last),
            _ => 0,
        };
        // Without this one, a window may hold nothing although its start lies at the end.
        start = Math.Min(start, end);
        facts.Known[place] = end > start || !_aggregate.NeedsPayments;
        switch (_aggregate.Function)
        {
            case AggregateFunction.Count: facts.Whole[place] = end - start; break;
            case AggregateFunction.FirstSeen: facts.Whole[place] = end == start ? 1 : 0; break;
            case AggregateFunction.Sum: facts.Whole[place] = Saturated(Sum(series, start, end)); break;
            case AggregateFunction.Distinct: facts.Whole[place] = series is null ? 0 : Distinct(facts, series, start, end); break;
            default:
                if (end > start) ReadEarlier(facts, series!, start, end);
                break;
        }
    }

    public void Inserted(PaymentFacts facts, Series series)
    {
        if (_counters.TryGetValue(series, out var counter)) counter.Inserted(facts.Time, WindowKind.ValueOf(facts, _aggregate.Of!.Value));
    }

    public void Removed(PaymentFacts facts, Series series)
    {
        if (_counters.TryGetValue(series, out var counter)) counter.Removed(facts.Time, WindowKind.ValueOf(facts, _aggregate.Of!.Value));
        if (series.Count == 0) _counters.Remove(series);
    }

    private void ReadEarlier(PaymentFacts facts, Series series, int start, int end)
    {
        switch (_aggregate.Function)
        {
            case AggregateFunction.Avg: facts.Exact[place] = (decimal)Sum(series, start, end) / (end - start); break;
            case AggregateFunction.Min: facts.Whole[place] = series.Extremes(start, end).Min; break;
            case AggregateFunction.Max: facts.Whole[place] = series.Extremes(start, end).Max; break;
            case AggregateFunction.SinceLast: facts.Whole[place] = facts.Time - series.TimeAt(end - 1); break;
            default:
                start = Math.Max(start, end - RuleLimits.MaxRanked);
                var amounts = _amounts.AsSpan(0, end - start);
                series.CopyAmounts(start, amounts);
                facts.Exact[place] = _aggregate.Function == AggregateFunction.Median
                    ? Ranks.TwiceMedian(amounts) / 2m
                    : Ranks.TwiceSpread(amounts, _aggregate.Share) / 2m;
                break;
        }
    }

    private int Distinct(PaymentFacts facts, Series series, int start, int end)
    {
        var field = _aggregate.Of!.Value;
        if (end - start > FewPayments && _aggregate.Over!.Span is not null)
        {
            if (!_counters.TryGetValue(series, out var counter))
                _counters.Add(series, counter = new DistinctCounter(series, row => log.ValueOf(row, field)));
            if (counter.Count(facts.Time - _span, facts.Time) is { } count) return count;
        }

        _values.Clear();
        series.ForEachRow(start, end, row => _values.Add(log.ValueOf(row, field)));
        _values.Remove(TextTable.Missing);
        return _values.Count;
    }

    private static Int128 Sum(Series? series, int start, int end) =>
        series is null || end == start ? 0 : series.SumBefore(end) - series.SumBefore(start);

    // Beyond what a long holds, 92 quadrillion of a two-decimal currency, a sum stays at that number.
    private static long Saturated(Int128 sum) => (long)Int128.Clamp(sum, -long.MaxValue, long.MaxValue);
}
