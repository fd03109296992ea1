using Dashboard.Application.Monitors.Recent;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Monitors.Figures;

/// <summary>The slices that are judged all the time: everything, each source and each currency.</summary>
internal sealed class MonitoredSlices
{
    /// <summary>Beyond it, further sources are judged as a part of everything only.</summary>
    public const int Max = 300;

    private readonly Dictionary<(Field Field, string Value), Monitored> _byValue = [];
    private readonly Monitored _everything;
    private long _end;

    public MonitoredSlices(long second)
    {
        _end = second;
        _everything = new Monitored(Slice.Everything, new SliceFigures(second));
        All = [_everything];
    }

    public List<Monitored> All { get; }

    public Monitored Everything => _everything;

    public void Add(Transaction ended, in SecondCounts counts)
    {
        var second = ended.CompletedAt!.Value.ToUnixTimeSeconds();
        _everything.Figures.Add(second, counts);
        Find(Field.Source, ended.Details.Source)?.Figures.Add(second, counts);
        Find(Field.Currency, ended.Details.Amount.Currency.Code)?.Figures.Add(second, counts);
    }

    /// <param name="end">The newest full second.</param>
    /// <param name="isDue">Whether what is usual is computed again.</param>
    public void MoveTo(long end, bool isDue)
    {
        _end = end;
        foreach (var slice in All) slice.Figures.MoveTo(end);
        if (!isDue) return;
        foreach (var slice in All)
        {
            var own = Usual.Of(slice.Figures, end);
            slice.Usual = slice == _everything ? own : own.Lean(_everything.Usual);
        }
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
