namespace Dashboard.Application.Metrics.Windows;

/// <summary>
/// A small map from 16-bit keys to values for one bucket: two arrays, found by a vectorised scan, kept for reuse when cleared.
/// </summary>
/// <remarks>
/// A second has few distinct keys, so a scan beats hashing, and 3,600 of these are far smaller than as many dense arrays.
/// </remarks>
internal struct SparseTable<TValue>
    where TValue : struct
{
    private const int FirstCapacity = 4;

    private ushort[]? _keys;
    private TValue[]? _values;
    private int _count;

    public readonly ReadOnlySpan<ushort> Keys => _keys.AsSpan(0, _count);

    public readonly ReadOnlySpan<TValue> Values => _values.AsSpan(0, _count);

    /// <summary>The value of a key; a new key starts with the default value.</summary>
    public ref TValue this[ushort key]
    {
        get
        {
            var found = Keys.IndexOf(key);
            if (found < 0) found = Add(key);
            return ref _values![found];
        }
    }

    public void Clear() => _count = 0;

    private int Add(ushort key)
    {
        if (_count == (_keys?.Length ?? 0))
        {
            var capacity = Math.Max(FirstCapacity, _count * 2);
            Array.Resize(ref _keys, capacity);
            Array.Resize(ref _values, capacity);
        }

        _keys![_count] = key;
        _values![_count] = default;
        return _count++;
    }
}
