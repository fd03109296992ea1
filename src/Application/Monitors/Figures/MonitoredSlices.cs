using Dashboard.Application.Monitors.Recent;
using Dashboard.Application.Monitors.Versions;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Monitors.Figures;

/// <summary>The slices that are judged all the time: everything, each source, each currency, and the pairs that monitors name.</summary>
internal sealed class MonitoredSlices
{
    /// <summary>Beyond it, further sources are judged as a part of everything only.</summary>
    public const int Max = 300;

    private readonly Dictionary<(Field Field, string Value), Monitored> _byValue = [];
    private readonly Monitored _everything;
    private readonly List<Monitored> _pairs = [];
    private long _end;

    public MonitoredSlices(long second)
    {
        _end = second;
        _everything = new Monitored(Slice.Everything, new SliceFigures(second));
        All = [_everything];
    }

    public List<Monitored> All { get; }

    public IEnumerable<Monitored> WithPairs => All.Concat(_pairs);

    public Monitored Everything => _everything;

    public void Add(Transaction ended, in SecondCounts counts)
    {
        var second = ended.CompletedAt!.Value.ToUnixTimeSeconds();
        _everything.Figures.Add(second, counts);
        Find(Field.Source, ended.Details.Source)?.Figures.Add(second, counts);
        Find(Field.Currency, ended.Details.Amount.Currency.Code)?.Figures.Add(second, counts);
        foreach (var pair in _pairs)
        {
            var conditions = pair.Slice.Conditions;
            if (conditions[0].Value == ended.Details.Source && conditions[1].Value == ended.Details.Amount.Currency.Code)
                pair.Figures.Add(second, counts);
        }
    }

    /// <summary>The slices that a monitor looks at.</summary>
    /// <param name="recent">The payments from which a new pair learns what is usual.</param>
    public IReadOnlyList<Monitored> Of(MonitorContent monitor, RecentPayments recent) => monitor switch
    {
        { Source: null, Currency: null } => All,
        { Source: { } source, Currency: null } => Find(Field.Source, source) is { } slice ? [slice] : [],
        { Source: null, Currency: { } currency } => Find(Field.Currency, currency) is { } slice ? [slice] : [],
        _ => [Pair(Slice.Of(Field.Source, monitor.Source!, Field.Currency, monitor.Currency!), recent)],
    };

    /// <summary>Counts no pairs but those that monitors name.</summary>
    public void KeepPairs(IEnumerable<MonitorContent> monitors)
    {
        var named = monitors.Where(m => m is { Source: not null, Currency: not null }).Select(m => (m.Source!, m.Currency!)).ToHashSet();
        _pairs.RemoveAll(p => !named.Contains((p.Slice.Conditions[0].Value, p.Slice.Conditions[1].Value)));
    }

    /// <param name="end">The newest full second.</param>
    /// <param name="isDue">Whether what is usual is computed again.</param>
    public void MoveTo(long end, bool isDue)
    {
        _end = end;
        foreach (var slice in WithPairs) slice.Figures.MoveTo(end);
        if (!isDue) return;
        foreach (var slice in WithPairs)
        {
            var own = Usual.Of(slice.Figures, end);
            slice.Usual = slice == _everything ? own : own.Lean(_everything.Usual);
        }
    }

    private Monitored Pair(Slice slice, RecentPayments recent)
    {
        if (_pairs.Find(p => p.Slice.ToString() == slice.ToString()) is { } known) return known;
        var added = new Monitored(slice, new SliceFigures(_end));
        recent.CountInto(added.Figures, slice, _end - SliceFigures.Seconds + 1);
        added.Usual = Usual.Of(added.Figures, _end).Lean(_everything.Usual);
        _pairs.Add(added);
        return added;
    }

    private Monitored? Find(Field field, string value)
    {
        if (_byValue.TryGetValue((field, value), out var known)) return known;
        if (All.Count >= Max) return null;
        var added = new Monitored(Slice.Of(field, value), new SliceFigures(_end));
        _byValue.Add((field, value), added);
        All.Add(added);
        return added;
    }
}

internal sealed class Monitored(Slice slice, SliceFigures figures)
{
    public Slice Slice => slice;

    public SliceFigures Figures => figures;

    public Usual Usual { get; set; }
}
