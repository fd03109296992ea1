namespace Dashboard.Application.Monitors.Recent;

/// <summary>Numbers the values of a field. A value that no payment holds any more gives its number back.</summary>
internal sealed class ValueTable
{
    /// <summary>Stands for the values beyond <see cref="MaxValues"/>.</summary>
    public const ushort Other = 0;

    /// <summary>Values that are told apart at a time.</summary>
    public const int MaxValues = 60_000;

    private readonly Dictionary<string, ushort> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _names = ["(other)"];
    private readonly List<int> _uses = [0];
    private readonly Stack<ushort> _free = [];

    /// <summary>One more than the highest number in use so far.</summary>
    public int Length => _names.Count;

    public int Followed => _codes.Count;

    public string NameOf(ushort code) => _names[code];

    public bool TryFind(string value, out ushort code) => _codes.TryGetValue(value, out code);

    /// <summary>The number of a value that a payment holds from now on.</summary>
    public ushort Take(string value)
    {
        if (!_codes.TryGetValue(value, out var code))
        {
            if (_codes.Count >= MaxValues) return Other;
            code = NewCode(value);
            _codes.Add(value, code);
        }

        _uses[code]++;
        return code;
    }

    /// <summary>A payment that held the value is forgotten.</summary>
    public void Release(ushort code)
    {
        if (code == Other || --_uses[code] > 0) return;
        _codes.Remove(_names[code]);
        _free.Push(code);
    }

    private ushort NewCode(string value)
    {
        if (_free.TryPop(out var code))
        {
            _names[code] = value;
            return code;
        }

        _names.Add(value);
        _uses.Add(0);
        return (ushort)(_names.Count - 1);
    }
}
