using Dashboard.Application.Monitors.Recent;

namespace Dashboard.Application.Monitors.Explain;

/// <summary>The payments of two spans, counted by each value of each field, and by pairs of the values that matter.</summary>
internal sealed class Division
{
    // More values in a field than this, and nearly as many as payments: an id, which explains nothing.
    private const int ManyValues = 200;

    // A value with this part of the change stands out, however many others there are: an account that is emptied.
    private const double OutstandingShare = 0.5;
    private const int OutstandingPayments = 10;

    // Values of a field that are paired with those of other fields.
    private const int PairedOfField = 4;

    // The least part in the change that makes a value worth pairing.
    private const double PairedShare = 0.3;

    private readonly RecentPayments _recent;
    private readonly Measure _measure;
    private readonly SpanOfSeconds _span;
    private readonly SpanOfSeconds _baseline;
    private readonly Contrast[][] _values = new Contrast[Fields.Count][];
    private Contrast _all;

    private readonly (Field Field, ushort Code)[][] _excluded;

    /// <param name="excluded">Payments of these slices are left out.</param>
    public Division(
        RecentPayments recent, Measure measure, SpanOfSeconds span, SpanOfSeconds baseline, IEnumerable<Slice> excluded)
    {
        (_recent, _measure, _span, _baseline) = (recent, measure, span, baseline);
        _excluded = [.. excluded.Select(recent.CodesOf).OfType<(Field, ushort)[]>()];
        for (var field = 0; field < Fields.Count; field++) _values[field] = new Contrast[recent.Names((Field)field).Length];
        CountValues();
    }

    public Contrast All => _all;

    /// <summary>The usual share of bad payments of everything.</summary>
    public double Usual => _all.UsualPayments == 0 ? 0 : (double)_all.UsualBad / _all.UsualPayments;

    public double Excess => _all.Bad - _all.Payments * Usual;

    public bool IsLeftOut(Field field)
    {
        var values = _values[(int)field].Count(v => v.Payments > 0);
        return values > ManyValues && values > _all.Payments / 2 && !HasOutstanding(field);
    }

    public IEnumerable<(string Value, Contrast Counts)> ValuesOf(Field field)
    {
        var names = _recent.Names(field);
        for (var code = 0; code < _values[(int)field].Length; code++)
            if (_values[(int)field][code].Payments > 0) yield return (names.NameOf((ushort)code), _values[(int)field][code]);
    }

    /// <summary>Pairs of values of different fields, of which either alone has a large part in the change.</summary>
    public List<(Slice Slice, Contrast Counts)> Pairs(IReadOnlyList<Field> fields)
    {
        var paired = fields.SelectMany(Paired).ToArray();
        var counts = new Contrast[paired.Length, paired.Length];
        var held = new int[paired.Length];
        for (var row = 0; row < _recent.Count; row++)
        {
            if (!IsCounted(row, out var isInSpan)) continue;
            var length = 0;
            for (var i = 0; i < paired.Length; i++)
                if (_recent.CodeAt(paired[i].Field, row) == paired[i].Code) held[length++] = i;
            var isBad = _recent.IsBad(row, _measure);
            for (var i = 0; i < length; i++)
                for (var j = i + 1; j < length; j++) counts[held[i], held[j]].Count(isInSpan, isBad);
        }

        var pairs = new List<(Slice, Contrast)>();
        for (var i = 0; i < paired.Length; i++)
        {
            for (var j = i + 1; j < paired.Length; j++)
            {
                if (counts[i, j].Payments == 0) continue;
                pairs.Add((new Slice([Named(paired[i]), Named(paired[j])]), counts[i, j]));
            }
        }

        return pairs;
    }

    /// <summary>The bad payments of a slice by their failure reason, or by their flag.</summary>
    public Dictionary<ushort, Contrast> ReasonsOf(Slice slice)
    {
        var reasons = new Dictionary<ushort, Contrast>();
        if (_recent.CodesOf(slice) is not { } codes) return reasons;
        for (var row = 0; row < _recent.Count; row++)
        {
            if (!_recent.IsBad(row, _measure) || !IsCounted(row, out var isInSpan) || !_recent.IsIn(row, codes)) continue;
            var code = _measure == Measure.FlaggedShare ? _recent.CodeAt(Field.Flag, row) : _recent.ReasonAt(row);
            if (code == ValueTable.Other) continue;
            var counts = reasons.GetValueOrDefault(code);
            counts.Count(isInSpan, isBad: true);
            reasons[code] = counts;
        }

        return reasons;
    }

    private bool HasOutstanding(Field field) => Excess > 0
        && Array.Exists(_values[(int)field], v => v.Payments >= OutstandingPayments && v.Excess(Usual) >= OutstandingShare * Excess);

    private (Field, string) Named((Field Field, ushort Code) value) => (value.Field, _recent.Names(value.Field).NameOf(value.Code));

    private IEnumerable<(Field Field, ushort Code)> Paired(Field field) => _values[(int)field]
        .Select((counts, code) => (Code: (ushort)code, Part: counts.Excess(Usual) / Excess))
        .Where(v => v.Part >= PairedShare).OrderByDescending(v => v.Part).Take(PairedOfField).Select(v => (field, v.Code));

    private void CountValues()
    {
        for (var row = 0; row < _recent.Count; row++)
        {
            if (!IsCounted(row, out var isInSpan)) continue;
            var isBad = _recent.IsBad(row, _measure);
            _all.Count(isInSpan, isBad);
            for (var field = 0; field < Fields.Count; field++)
                _values[field][_recent.CodeAt((Field)field, row)].Count(isInSpan, isBad);
        }
    }

    private bool IsCounted(int row, out bool isInSpan)
    {
        var second = _recent.SecondAt(row);
        isInSpan = _span.Holds(second);
        if (!isInSpan && !_baseline.Holds(second)) return false;
        foreach (var slice in _excluded)
            if (_recent.IsIn(row, slice)) return false;
        return true;
    }
}

/// <param name="From">Seconds since 1970; included.</param>
/// <param name="To">Not included.</param>
internal readonly record struct SpanOfSeconds(long From, long To)
{
    public bool Holds(long second) => second >= From && second < To;

    public ExplainedSpan Of(long payments, long bad) => new(
        DateTimeOffset.FromUnixTimeSeconds(From), DateTimeOffset.FromUnixTimeSeconds(To), payments, bad,
        payments == 0 ? null : (double)bad / payments);
}
