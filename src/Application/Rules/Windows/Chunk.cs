namespace Dashboard.Application.Rules.Windows;

/// <summary>Up to <see cref="Capacity"/> payments of a series, by time; those of the same time in the order of their commits.</summary>
internal sealed class Chunk
{
    public const int Capacity = 512;
    private const int FirstSize = 2;

    private long[] _times = new long[FirstSize];
    private int[] _rows = new int[FirstSize];

    // Sums of the amounts up to each payment: 512 amounts fit in a long. Null where no money is added up.
    private long[]? _sums;
    private long _min;
    private long _max;
    private bool _isExtremeKnown;

    public Chunk(bool hasMoney) => _sums = hasMoney ? new long[FirstSize] : null;

    public int Count { get; private set; }

    public long FirstTime => _times[0];

    public long LastTime => _times[Count - 1];

    public long Sum => Count == 0 ? 0 : SumBefore(Count);

    public long TimeAt(int place) => _times[place];

    public int RowAt(int place) => _rows[place];

    public long AmountAt(int place) => SumBefore(place + 1) - SumBefore(place);

    /// <summary>The sum of the first payments.</summary>
    public long SumBefore(int count) => count == 0 || _sums is null ? 0 : _sums[count - 1];

    /// <summary>How many payments are at this time or before.</summary>
    public int CountUpTo(long time)
    {
        if (Count == 0 || _times[Count - 1] <= time) return Count;
        var (low, high) = (0, Count - 1);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_times[middle] <= time) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    public void Insert(int place, long time, int row, long amount)
    {
        if (Count == _times.Length) Grow();
        var moved = Count - place;
        Array.Copy(_times, place, _times, place + 1, moved);
        Array.Copy(_rows, place, _rows, place + 1, moved);
        _times[place] = time;
        _rows[place] = row;
        Count++;
        _isExtremeKnown = false;
        if (_sums is null) return;
        Array.Copy(_sums, place, _sums, place + 1, moved);
        _sums[place] = (place == 0 ? 0 : _sums[place - 1]) + amount;
        for (var i = place + 1; i < Count; i++) _sums[i] += amount;
    }

    public void RemoveAt(int place)
    {
        var amount = AmountAt(place);
        Count--;
        var moved = Count - place;
        Array.Copy(_times, place + 1, _times, place, moved);
        Array.Copy(_rows, place + 1, _rows, place, moved);
        _isExtremeKnown = false;
        if (_sums is null) return;
        Array.Copy(_sums, place + 1, _sums, place, moved);
        for (var i = place; i < Count; i++) _sums[i] -= amount;
    }

    /// <summary>Takes the later half away.</summary>
    public Chunk Split()
    {
        var half = Count / 2;
        var later = new Chunk(_sums is not null);
        for (var i = half; i < Count; i++) later.Insert(i - half, _times[i], _rows[i], AmountAt(i));
        Count = half;
        _isExtremeKnown = false;
        return later;
    }

    public (long Min, long Max) Extremes()
    {
        if (_isExtremeKnown) return (_min, _max);
        (_min, _max) = Extremes(0, Count);
        _isExtremeKnown = true;
        return (_min, _max);
    }

    public (long Min, long Max) Extremes(int from, int to)
    {
        var (min, max) = (long.MaxValue, long.MinValue);
        for (var i = from; i < to; i++)
        {
            var amount = AmountAt(i);
            min = Math.Min(min, amount);
            max = Math.Max(max, amount);
        }

        return (min, max);
    }

    private void Grow()
    {
        var size = Math.Min(Capacity, Count * 2);
        Array.Resize(ref _times, size);
        Array.Resize(ref _rows, size);
        if (_sums is not null) Array.Resize(ref _sums, size);
    }
}
