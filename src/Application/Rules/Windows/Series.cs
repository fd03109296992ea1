namespace Dashboard.Application.Rules.Windows;

/// <summary>The payments of one key in the order of their own times. A late one is put in its place. Ranks count from 0.</summary>
internal sealed class Series(bool hasMoney)
{
    private Chunk[] _chunks = [new Chunk(hasMoney)];

    // How many payments, and how much money, lie before each chunk. One entry for a series of one chunk would be a waste.
    private int[]? _counts;
    private Int128[]? _sums;
    private int _used = 1;

    public int Count { get; private set; }

    /// <summary>How many payments are at this time or before.</summary>
    public int CountUpTo(long time)
    {
        var last = _chunks[_used - 1];
        if (Count > 0 && last.Count > 0 && last.LastTime <= time) return Count;
        var chunk = ChunkOf(time);
        return Before(chunk) + _chunks[chunk].CountUpTo(time);
    }

    public void Insert(long time, int row, long amount)
    {
        var at = ChunkOf(time);
        var chunk = _chunks[at];
        if (chunk.Count == Chunk.Capacity)
        {
            var isAtEnd = at == _used - 1 && chunk.LastTime <= time;
            var later = isAtEnd ? new Chunk(hasMoney) : chunk.Split();
            AddChunk(at + 1, later);
            if (isAtEnd || (later.Count > 0 && later.FirstTime <= time)) at++;
            chunk = _chunks[at];
        }

        chunk.Insert(chunk.CountUpTo(time), time, row, amount);
        Count++;
        Shift(at + 1, 1, amount);
    }

    /// <summary>False when the payment is not in the series.</summary>
    public bool Remove(long time, int row)
    {
        for (var rank = CountUpTo(time) - 1; rank >= 0; rank--)
        {
            var (at, place) = PlaceOf(rank);
            var chunk = _chunks[at];
            if (chunk.TimeAt(place) < time) return false;
            if (chunk.RowAt(place) != row) continue;
            var amount = chunk.AmountAt(place);
            chunk.RemoveAt(place);
            Count--;
            Shift(at + 1, -1, -amount);
            if (chunk.Count == 0 && _used > 1) DropChunk(at);
            return true;
        }

        return false;
    }

    public long TimeAt(int rank)
    {
        var (at, place) = PlaceOf(rank);
        return _chunks[at].TimeAt(place);
    }

    /// <summary>The money of the payments before a rank.</summary>
    public Int128 SumBefore(int rank)
    {
        var (at, place) = PlaceOf(rank);
        return (_sums is null ? 0 : _sums[at]) + _chunks[at].SumBefore(place);
    }

    /// <summary>The lowest and the highest amount from a rank up to another one.</summary>
    public (long Min, long Max) Extremes(int from, int to)
    {
        var (min, max) = (long.MaxValue, long.MinValue);
        for (var (at, place) = PlaceOf(from); at < _used && Before(at) < to; at++, place = 0)
        {
            var end = Math.Min(_chunks[at].Count, to - Before(at));
            var part = place == 0 && end == _chunks[at].Count ? _chunks[at].Extremes() : _chunks[at].Extremes(place, end);
            (min, max) = (Math.Min(min, part.Min), Math.Max(max, part.Max));
        }

        return (min, max);
    }

    public void CopyAmounts(int from, Span<long> amounts)
    {
        var (at, place) = PlaceOf(from);
        for (var i = 0; i < amounts.Length; i++, place++)
        {
            if (place == _chunks[at].Count) (at, place) = (at + 1, 0);
            amounts[i] = _chunks[at].AmountAt(place);
        }
    }

    /// <summary>Calls with the row of each payment from a rank up to another one.</summary>
    public void ForEachRow(int from, int to, Action<int> call)
    {
        if (from >= to) return;
        var (at, place) = PlaceOf(from);
        for (var i = from; i < to; i++, place++)
        {
            if (place == _chunks[at].Count) (at, place) = (at + 1, 0);
            call(_chunks[at].RowAt(place));
        }
    }

    private int Before(int chunk) => _counts is null ? 0 : _counts[chunk];

    // The last chunk that begins at this time or before; the first one when none does.
    private int ChunkOf(long time)
    {
        var (low, high) = (0, _used - 1);
        if (_chunks[high].Count == 0 || _chunks[high].FirstTime <= time) return high;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (_chunks[middle].FirstTime <= time) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private (int Chunk, int Place) PlaceOf(int rank)
    {
        if (_counts is null) return (0, rank);
        var (low, high) = (0, _used - 1);
        if (_counts[high] <= rank) return (high, rank - _counts[high]);
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (_counts[middle] <= rank) low = middle;
            else high = middle - 1;
        }

        return (low, rank - _counts[low]);
    }

    private void AddChunk(int at, Chunk chunk)
    {
        if (_used == _chunks.Length)
        {
            Array.Resize(ref _chunks, _used * 2);
            Array.Resize(ref _counts, _used * 2);
            Array.Resize(ref _sums, _used * 2);
        }

        Array.Copy(_chunks, at, _chunks, at + 1, _used - at);
        _chunks[at] = chunk;
        _used++;
        Recount();
    }

    private void DropChunk(int at)
    {
        Array.Copy(_chunks, at + 1, _chunks, at, _used - at - 1);
        _used--;
        Recount();
    }

    private void Recount()
    {
        _counts ??= new int[_chunks.Length];
        _sums ??= new Int128[_chunks.Length];
        for (var i = 1; i < _used; i++)
        {
            _counts[i] = _counts[i - 1] + _chunks[i - 1].Count;
            _sums[i] = _sums[i - 1] + _chunks[i - 1].Sum;
        }
    }

    private void Shift(int from, int count, long amount)
    {
        for (var i = from; i < _used; i++)
        {
            _counts![i] += count;
            _sums![i] += amount;
        }
    }
}
