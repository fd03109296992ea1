using Dashboard.Application.Monitors.Explain;
using Dashboard.Application.Monitors.Figures;
using Dashboard.Application.Monitors.Recent;
using Dashboard.Domain.Common;

namespace Dashboard.Application.Monitors.Incidents;

/// <summary>Opens, follows and ends incidents, second by second. Not thread-safe.</summary>
/// <param name="recent">The newest payments.</param>
/// <param name="slices">What is judged all the time.</param>
/// <param name="judge">Says what is unusual.</param>
/// <param name="options">The settings.</param>
/// <param name="newId">Makes the ids of incidents.</param>
/// <param name="started">The second of the start: while the program was away, no source was silent.</param>
internal sealed class IncidentBook(
    RecentPayments recent, MonitoredSlices slices, Judge judge, MonitorOptions options, Func<OrderedId> newId, long started)
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

    // A source is silent when that many payments were expected, and none came for so many seconds.
    private const double ExpectedPayments = 15;
    private const int FewestSilentSeconds = 5;

    private static readonly Measure[] Shares = [Measure.FailureRate, Measure.FlaggedShare, Measure.SlowShare];

    private readonly Dictionary<Measure, int> _seconds = [];
    private readonly List<Incident> _open = [];
    private readonly LinkedList<Incident> _ended = [];

    /// <summary>The open ones first, then those that ended, the newest first.</summary>
    public IEnumerable<Incident> All => _open.AsEnumerable().Reverse().Concat(_ended);

    public IReadOnlyList<Incident> Open => _open;

    public bool IsAnyOpen(Measure measure) => _open.Exists(i => i.Measure == measure);

    /// <summary>Looks at a full second.</summary>
    /// <returns>The incidents whose alerts are to be fired or changed.</returns>
    public IReadOnlyList<Incident> Look(long end, DateTimeOffset now)
    {
        foreach (var measure in Shares) LookForRise(measure, end, now);
        LookForSilence(end, now);
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

    private void LookForRise(Measure measure, long end, DateTimeOffset now)
    {
        if (!slices.Everything.Usual.IsKnown) return;
        var risen = slices.All.Select(s => (Slice: s, Evidence: judge.Of(s.Figures, s.Usual, measure, end)))
            .Where(s => s.Evidence > 0 && !IsExplained(s.Slice, measure, end)).ToList();
        _seconds[measure] = risen.Count > 0 ? _seconds.GetValueOrDefault(measure) + 1 : 0;
        if (_seconds[measure] < Patience || _open.Count >= MaxOpen) return;
        _seconds[measure] = 0;
        var strongest = risen.MaxBy(s => s.Evidence).Slice;
        var usual = strongest.Usual.Share(measure);
        var began = Onset(strongest.Slice, usual, measure, end);
        var report = Explain(measure, began, end);
        var cause = CauseOf(report);
        // The rise of a part begins more clearly than that of everything.
        if (cause.Conditions.Count > 0) began = Onset(cause, Math.Max(Usual.LowestShare, report.Slices[0].UsualShare), measure, end);
        if (_open.Exists(i => i.Measure == measure && i.Slice.ToString() == cause.ToString())) return;
        var share = cause.Conditions.Count > 0 ? report.Slices[0].UsualShare : slices.Everything.Usual.Share(measure);
        _open.Add(new Incident(newId(), measure, cause, began, now, Math.Max(Usual.LowestShare, share)) { Explanation = report });
    }

    // Whether the rise is gone without the payments of the incidents that are open, or have just ended.
    private bool IsExplained(Monitored slice, Measure measure, long end)
    {
        var known = _open.Concat(_ended.Where(i => i.Ended > end - Judge.Reach)).Where(i => i.Measure == measure)
            .Select(i => (Codes: recent.CodesOf(i.Slice), Until: i.Ended ?? long.MaxValue)).Where(i => i.Codes is not null).ToList();
        if (known.Count == 0 || recent.CodesOf(slice.Slice) is not { } codes) return false;
        var counts = new SliceFigures(end);
        foreach (var row in recent.NewestFrom(end - Judge.Reach + 1))
        {
            var second = recent.SecondAt(row);
            if (second <= end && recent.IsIn(row, codes) && !known.Exists(k => second < k.Until && recent.IsIn(row, k.Codes!)))
                counts.Add(second, recent.CountsOf(row));
        }

        return judge.Of(counts, slice.Usual, measure, end) == 0;
    }

    private long Onset(Slice slice, double usual, Measure measure, long end)
    {
        var from = end - OnsetSeconds + 1;
        return from + Judge.Onset(Incident.SecondsOf(recent, slice, from, end + 1), usual, measure);
    }

    // What the other open incidents are about is explained already.
    private ExplainReport Explain(Measure measure, long began, long end, Incident? of = null) =>
        Explainer.Explain(
            recent, measure, new(began, end + 1), new(began - BaselineSeconds, began),
            _open.Where(i => i.Measure == measure && i != of).Select(i => i.Slice).Where(s => s.Conditions.Count > 0));

    private static Slice CauseOf(ExplainReport report) =>
        new([.. report.Slices[0].Conditions.Select(c => (Fields.Parse(c.Key), c.Value))]);

    private void LookForSilence(long end, DateTimeOffset now)
    {
        var isAllSilent = IsSilent(slices.Everything, end);
        foreach (var source in slices.All)
        {
            if (source == slices.Everything ? !isAllSilent : isAllSilent || !IsSource(source.Slice) || !IsSilent(source, end)) continue;
            if (_open.Count >= MaxOpen || _open.Exists(i => i.Measure == Measure.Silence && i.Slice.ToString() == source.Slice.ToString()))
                continue;
            _open.Add(new Incident(newId(), Measure.Silence, source.Slice, Math.Max(source.Figures.LastSecond, started) + 1, now, 0)
            {
                UsualPerSecond = source.Usual.PerSecond,
            });
        }
    }

    private static bool IsSource(Slice slice) => slice.Conditions is [{ Field: Field.Source }];

    private bool IsSilent(Monitored slice, long end)
    {
        var seconds = end - Math.Max(slice.Figures.LastSecond, started);
        return slice.Usual.IsRegular && seconds >= FewestSilentSeconds && seconds * slice.Usual.PerSecond >= ExpectedPayments;
    }

    private void Follow(Incident incident, long end)
    {
        incident.CountUpTo(recent, end + 1);
        var isQuiet = incident.Measure == Measure.Silence ? IsHeardAgain(incident, end) : incident.IsQuiet(recent, judge, end);
        if (!isQuiet) incident.QuietSince = null;
        // The judged seconds were quiet before this one.
        else incident.QuietSince ??= incident.Measure == Measure.Silence ? end : Math.Max(incident.Began + 1, LastBad(incident, end) + 1);
        if (incident.QuietSince is { } since && end - since >= options.Quiet.TotalSeconds) incident.Ended = since;
        if (incident.Measure == Measure.Silence) return;
        foreach (var slice in slices.All.Where(s => s.Slice.Holds(incident.Slice))) slice.Figures.MarkUnusual(incident.Began, end);
        if (incident.QuietSince is null && (end - incident.Began) % ExplainEvery == 0)
            incident.Explanation = Explain(incident.Measure, incident.Began, end, incident);
    }

    private bool IsHeardAgain(Incident incident, long end) =>
        slices.All.Find(s => s.Slice.ToString() == incident.Slice.ToString()) is { } slice
        && end - slice.Figures.LastSecond < FewestSilentSeconds && slice.Figures.LastSecond > incident.Began;

    // The newest second in which more than the usual share was bad.
    private long LastBad(Incident incident, long end)
    {
        var from = end - OnsetSeconds + 1;
        var counts = Incident.SecondsOf(recent, incident.Slice, from, end + 1);
        for (var i = counts.Length - 1; i >= 0; i--)
            if (!judge.IsUsual(counts[i].Bad(incident.Measure), counts[i].Payments, incident.UsualShare)) return from + i;
        return incident.Began;
    }
}
