using System.Runtime.InteropServices;
using Dashboard.Application.Rules.Language.Running;

namespace Dashboard.Application.Rules.Windows;

/// <summary>How often each value occurs in a window that moves forward with the newest payment of a key.</summary>
internal sealed class DistinctCounter(Series series, Func<int, int> valueOf)
{
    private readonly Dictionary<int, int> _counts = [];

    // The payments after the first and up to the second time are counted.
    private long _low = long.MinValue;
    private long _high = long.MinValue;

    /// <summary>To be called for each payment that the series got.</summary>
    public void Inserted(long time, int value)
    {
        if (time > _low && time <= _high) Add(value);
    }

    /// <summary>To be called for each payment that the series lost.</summary>
    public void Removed(long time, int value)
    {
        if (time > _low && time <= _high) Drop(value);
    }

    /// <summary>The different values after the first and up to the second time; null when the window would have to move back.</summary>
    public int? Count(long low, long high)
    {
        if (low < _low || high < _high) return null;
        series.ForEachRow(series.CountUpTo(_high), series.CountUpTo(high), row => Add(valueOf(row)));
        series.ForEachRow(series.CountUpTo(_low), series.CountUpTo(low), row => Drop(valueOf(row)));
        (_low, _high) = (low, high);
        return _counts.ContainsKey(TextTable.Missing) ? _counts.Count - 1 : _counts.Count;
    }

    private void Add(int value) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, value, out _)++;

    private void Drop(int value)
    {
        if (--CollectionsMarshal.GetValueRefOrNullRef(_counts, value) == 0) _counts.Remove(value);
    }
}
