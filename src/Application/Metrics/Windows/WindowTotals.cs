using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Metrics.Windows;

/// <summary>Running totals of one window: seconds are added as they enter and taken off as they leave.</summary>
internal sealed class WindowTotals(int seconds)
{
    private readonly long[] _latencies = new long[LatencyScale.SlotCount];
    private readonly VolumeTally[] _volumes = new VolumeTally[Currency.IndexCount];
    private Tally _tally;

    public int Seconds { get; } = seconds;

    public void Add(in TransactionEnd end, ushort slot)
    {
        _tally.Add(end.AsTally(), sign: 1);
        if (!end.IsBeyondScale) _latencies[slot]++;
        _volumes[end.Amount.Currency.Index].Add(VolumeTally.Of(end), sign: 1);
    }

    public void Add(SecondBucket bucket, int sign)
    {
        _tally.Add(bucket.Tally, sign);
        for (var i = 0; i < bucket.Latencies.Keys.Length; i++) _latencies[bucket.Latencies.Keys[i]] += sign * bucket.Latencies.Values[i];
        for (var i = 0; i < bucket.Volumes.Keys.Length; i++) _volumes[bucket.Volumes.Keys[i]].Add(bucket.Volumes.Values[i], sign);
    }

    public void Clear()
    {
        _tally = default;
        Array.Clear(_latencies);
        Array.Clear(_volumes);
    }

    public WindowDto ToDto(long endSecond)
    {
        Span<double> percentiles = stackalloc double[3];
        Percentiles([0.50, 0.95, 0.99], percentiles);
        var count = _tally.Count;
        var timed = count - _tally.BeyondScale;
        return new WindowDto
        {
            Since = DateTimeOffset.FromUnixTimeSeconds(endSecond - Seconds + 1),
            Count = count,
            Completed = count - _tally.Failed,
            Failed = _tally.Failed,
            Flagged = _tally.Flagged,
            SuccessRate = count == 0 ? 0 : (double)(count - _tally.Failed) / count,
            FailureRate = count == 0 ? 0 : (double)_tally.Failed / count,
            AverageProcessingMs = timed == 0 ? 0 : (double)_tally.ProcessingMs / timed,
            P50ProcessingMs = percentiles[0],
            P95ProcessingMs = percentiles[1],
            P99ProcessingMs = percentiles[2],
            BeyondScale = _tally.BeyondScale,
            Volumes = VolumesOf(_volumes),
        };
    }

    public static IReadOnlyList<VolumeDto> VolumesOf(ReadOnlySpan<VolumeTally> byCurrency)
    {
        var volumes = new List<VolumeDto>();
        for (var i = 1; i < byCurrency.Length; i++)
        {
            if (byCurrency[i].Count == 0) continue;
            volumes.Add(byCurrency[i].ToDto(Currency.FromIndex(i)));
        }

        volumes.Sort(static (a, b) => string.CompareOrdinal(a.Currency, b.Currency));
        return volumes;
    }

    // Nearest rank: the smallest time that at least this share of the transactions within the scale did not exceed. One pass for all,
    // shares ascending.
    internal void Percentiles(ReadOnlySpan<double> shares, Span<double> results)
    {
        results.Clear();
        var timed = _tally.Count - _tally.BeyondScale;
        long seen = 0;
        var next = 0;
        for (var slot = 0; slot < _latencies.Length && next < shares.Length; slot++)
        {
            seen += _latencies[slot];
            while (next < shares.Length && seen > 0 && seen >= Math.Ceiling(shares[next] * timed))
                results[next++] = LatencyScale.MiddleOf(slot);
        }
    }
}
