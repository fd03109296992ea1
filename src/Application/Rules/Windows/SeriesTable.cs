namespace Dashboard.Application.Rules.Windows;

/// <summary>The series of one kind, by key. A key of one field is found without hashing.</summary>
internal sealed class SeriesTable(WindowKind kind)
{
    private readonly bool _isDirect = kind is { Per.Count: 1, ByCurrency: false };
    private readonly Dictionary<WindowKey, Series> _byKey = [];
    private Series?[] _byNumber = [];

    public WindowKind Kind => kind;

    public int Count { get; private set; }

    public Series? Find(in WindowKey key)
    {
        if (!_isDirect) return _byKey.GetValueOrDefault(key);
        return key.First < _byNumber.Length ? _byNumber[key.First] : null;
    }

    public Series GetOrAdd(in WindowKey key)
    {
        if (Find(key) is { } known) return known;
        var series = new Series(kind.ByCurrency);
        Count++;
        if (!_isDirect)
        {
            _byKey.Add(key, series);
            return series;
        }

        if (key.First >= _byNumber.Length) Array.Resize(ref _byNumber, Math.Max(key.First + 1, _byNumber.Length * 2));
        _byNumber[key.First] = series;
        return series;
    }

    public void Remove(in WindowKey key)
    {
        Count--;
        if (_isDirect) _byNumber[key.First] = null;
        else _byKey.Remove(key);
    }
}
