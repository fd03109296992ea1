using Dashboard.Application.Monitors.Explain;
using Dashboard.Application.Monitors.Figures;
using Dashboard.Application.Monitors.Recent;
using Dashboard.Application.Monitors.Versions;
using Dashboard.Domain.Common;

namespace Dashboard.Application.Monitors.Incidents;

/// <summary>Opens, follows and ends incidents, second by second. Not thread-safe.</summary>
/// <param name="recent">The newest payments.</param>
/// <param name="slices">What is judged all the time.</param>
/// <param name="newId">Makes the ids of incidents.</param>
/// <param name="started">The second of the start: while the program was away, no source was silent.</param>
internal sealed class IncidentBook(
    RecentPayments recent, MonitoredSlices slices, Func<OrderedId> newId, long started)
{
    /// <summary>Incidents that ended and are still listed.</summary>
    public const int MaxEnded = 100;

    // More at a time would be one incident with many faces.
    private const int MaxOpen = 20;

    // A rise must be there in two seconds, one after the other: by then its cause stands out.
    private const int Patience = 2;

    private const int BaselineSeconds = 3_600;
    private const int OnsetSeconds = 300;

    // Seconds between two looks for what explains an open incident.
    private const int ExplainEvery = 10;

    // A source is silent for no fewer seconds.
    private const int FewestSilentSeconds = 5;

    // Seconds in a row in which a monitor was above what it allows.
    private readonly Dictionary<string, int> _seconds = [];
    private readonly List<Incident> _open = [];
    private readonly LinkedList<Incident> _ended = [];

    /// <summary>The open ones first, then those that ended, the newest first.</summary>
    public IEnumerable<Incident> All => _open.AsEnumerable().Reverse().Concat(_ended);

    public IReadOnlyList<Incident> Open => _open;

    /// <summary>The newest versions; those that are off open nothing.</summary>
    public IReadOnlyList<MonitorVersion> Monitors { get; private set; } = [];

    /// <summary>Judges by these from now on. Open incidents go on by the version that opened them.</summary>
    public void Use(IReadOnlyList<MonitorVersion> monitors)
    {
        Monitors = [.. monitors.Where(m => m.Content.IsOn)];
        slices.KeepPairs(Monitors.Select(m => m.Content));
        foreach (var name in _seconds.Keys.Where(n => Monitors.All(m => m.Name != n))) _seconds.Remove(name);
    }

    /// <summary>Counts the payment that was added last, in the incidents that it belongs to.</summary>
    public void CountNewest()
    {
        foreach (var incident in _open) incident.CountNewest(recent);
    }

    public bool IsAnyOpen(Measure measure) => _open.Exists(i => i.Measure == measure);

    /// <summary>Looks at a full second.</summary>
    /// <returns>The incidents whose alerts are to be fired or changed.</returns>
    public IReadOnlyList<Incident> Look(long end, DateTimeOffset now)
    {
        foreach (var incident in _open) incident.MoveTo(end);
        foreach (var monitor in Monitors)
        {
            if (monitor.Content.Measure == Measure.Silence) LookForSilence(monitor, end, now);
            else LookForRise(monitor, end, now);
        }

        foreach (var incident in _open) Follow(incident, end);
        var changed = _open.ToList();
        foreach (var incident in changed.Where(i => !i.IsOpen))
        {
            _open.Remove(incident);
            _ended.AddFirst(incident);
            if (_ended.Count > MaxEnded) _ended.RemoveLast();
        }

        return changed;
    }

    private void LookForRise(MonitorVersion monitor, long end, DateTimeOffset now)
    {
        var (measure, judge) = (monitor.Content.Measure, new Judge(monitor.Content));
        if (monitor.Content.Limit is null && !slices.Everything.Usual.IsKnown) return;
        // Nothing has ended within reach.
        if (slices.Everything.Figures.LastSecond <= end - Judge.Reach) return;
        var risen = slices.Of(monitor.Content, recent).Select(s => (Slice: s, Evidence: judge.Of(s.Figures, s.Usual, measure, end)))
            .Where(s => s.Evidence > 0).ToList();
        if (risen.Count > 0) RemoveExplained(risen, judge, measure, end);
        _seconds[monitor.Name] = risen.Count > 0 ? _seconds.GetValueOrDefault(monitor.Name) + 1 : 0;
        if (_seconds[monitor.Name] < Patience || _open.Count >= MaxOpen) return;
        _seconds[monitor.Name] = 0;
        var strongest = risen.MaxBy(s => s.Evidence).Slice;
        var began = Onset(strongest.Slice, judge.Base(strongest.Usual), measure, end);
        var report = Explain(measure, began, end);
        var cause = CauseOf(report);
        var usual = monitor.Content.Limit ?? Math.Max(Usual.LowestShare,
            cause.Conditions.Count > 0 ? report.Slices[0].UsualShare : slices.Everything.Usual.Share(measure));
        // The rise of a part begins more clearly than that of everything.
        if (cause.Conditions.Count > 0) began = Onset(cause, usual, measure, end);
        if (_open.Exists(i => i.Measure == measure && i.Slice.ToString() == cause.ToString())) return;
        Add(new Incident(newId(), monitor, cause, began, now, usual) { Explanation = report }, end);
    }

    private void Add(Incident incident, long end)
    {
        incident.Open(recent, end, OnsetSeconds);
        _open.Add(incident);
    }

    // A rise that is gone without the payments of incidents that are open, or have just ended, is no further one. The payments of the
    // judged seconds are looked at once, however many slices have risen.
    private void RemoveExplained(List<(Monitored Slice, double Evidence)> risen, Judge judge, Measure measure, long end)
    {
        var incidents = _open.Concat(_ended.Where(i => i.Ended > end - Judge.Reach)).Where(i => i.Measure == measure).ToList();
        if (incidents.Count == 0) return;
        risen.RemoveAll(r => incidents.Exists(i => i.IsOpen && i.Slice.Contains(r.Slice.Slice)));
        var known = incidents.Select(i => (Codes: recent.CodesOf(i.Slice), Until: i.Ended ?? long.MaxValue))
            .Where(i => i.Codes is not null).ToList();
        var rest = risen.Select(r => (r.Slice, Codes: recent.CodesOf(r.Slice.Slice), Figures: new SliceFigures(end)))
            .Where(r => r.Codes is not null).ToList();
        if (rest.Count == 0 || known.Count == 0) return;
        foreach (var row in recent.NewestFrom(end - Judge.Reach + 1))
        {
            var second = recent.SecondAt(row);
            if (second > end || known.Exists(k => second < k.Until && recent.IsIn(row, k.Codes!))) continue;
            foreach (var (_, codes, figures) in rest)
                if (recent.IsIn(row, codes!)) figures.Add(second, recent.CountsOf(row));
        }

        risen.RemoveAll(r => rest.Exists(x => x.Slice == r.Slice && judge.Of(x.Figures, r.Slice.Usual, measure, end) == 0));
    }

    private long Onset(Slice slice, double usual, Measure measure, long end)
    {
        var from = end - OnsetSeconds + 1;
        var figures = new SliceFigures(end);
        recent.CountInto(figures, slice, from);
        var counts = new SecondCounts[OnsetSeconds];
        for (var i = 0; i < counts.Length; i++) counts[i] = figures.At(from + i);
        return from + Judge.Onset(counts, usual, measure);
    }

    // What the other open incidents are about is explained already.
    private ExplainReport Explain(Measure measure, long began, long end, Incident? of = null) =>
        Explainer.Explain(
            recent, measure, new(began, end + 1), new(began - BaselineSeconds, began),
            _open.Where(i => i.Measure == measure && i != of).Select(i => i.Slice).Where(s => s.Conditions.Count > 0));

    private static Slice CauseOf(ExplainReport report) =>
        new([.. report.Slices[0].Conditions.Select(c => (Fields.Parse(c.Key), c.Value))]);

    private void LookForSilence(MonitorVersion monitor, long end, DateTimeOffset now)
    {
        var fewest = monitor.Content.MinimumPayments;
        var isAllSilent = monitor.Content.Source is null && IsSilent(slices.Everything, fewest, end);
        foreach (var source in slices.Of(monitor.Content, recent))
        {
            if (source == slices.Everything ? !isAllSilent : isAllSilent || !IsSource(source.Slice) || !IsSilent(source, fewest, end))
                continue;
            if (_open.Count >= MaxOpen || _open.Exists(i => i.Measure == Measure.Silence && i.Slice.ToString() == source.Slice.ToString()))
                continue;
            var began = Math.Max(source.Figures.LastSecond, started) + 1;
            Add(new Incident(newId(), monitor, source.Slice, began, now, 0) { UsualPerSecond = source.Usual.PerSecond }, end);
        }
    }

    private static bool IsSource(Slice slice) => slice.Conditions is [{ Field: Field.Source }];

    private bool IsSilent(Monitored slice, int fewestPayments, long end)
    {
        var seconds = end - Math.Max(slice.Figures.LastSecond, started);
        return slice.Usual.IsRegular && seconds >= FewestSilentSeconds && seconds * slice.Usual.PerSecond >= fewestPayments;
    }

    private void Follow(Incident incident, long end)
    {
        var judge = new Judge(incident.Monitor.Content);
        var isSilence = incident.Measure == Measure.Silence;
        var isQuiet = isSilence ? IsHeardAgain(incident, end) : incident.IsQuiet(judge, end);
        if (!isQuiet) incident.QuietSince = null;
        // The judged seconds were quiet before this one.
        else incident.QuietSince ??= isSilence ? end : Math.Max(incident.Began + 1, incident.LastBad(judge, end, OnsetSeconds) + 1);
        if (!isSilence) MarkUnusual(incident, end);
        if (incident.QuietSince is { } since && end - since >= incident.Monitor.Content.Quiet.TotalSeconds) incident.End(since);
        if (!isSilence && incident.QuietSince is null && (end - incident.Began) % ExplainEvery == 0)
            incident.Explanation = Explain(incident.Measure, incident.Began, end, incident);
    }

    // Each second once.
    private void MarkUnusual(Incident incident, long end)
    {
        foreach (var slice in slices.WithPairs.Where(s => s.Slice.Holds(incident.Slice)))
            slice.Figures.MarkUnusual(incident.MarkedTo + 1, end);
        incident.MarkedTo = end;
    }

    private bool IsHeardAgain(Incident incident, long end) =>
        slices.All.Find(s => s.Slice.ToString() == incident.Slice.ToString()) is { } slice
        && end - slice.Figures.LastSecond < FewestSilentSeconds && slice.Figures.LastSecond > incident.Began;
}
