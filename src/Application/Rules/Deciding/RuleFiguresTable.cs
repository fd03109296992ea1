using System.Collections.Concurrent;

namespace Dashboard.Application.Rules.Deciding;

/// <summary>The figures of each version that decided since the start.</summary>
public sealed class RuleFiguresTable
{
    private readonly ConcurrentDictionary<(string Rule, int Version), RuleFigures> _all = [];

    // Of versions that are not in use any more.
    private readonly ConcurrentDictionary<string, (long Asked, long Hits, long Flags, long Unknown)> _past = [];

    /// <summary>In no order.</summary>
    public IEnumerable<(string Rule, int Version, RuleFigures Figures)> All => _all.Select(f => (f.Key.Rule, f.Key.Version, f.Value));

    /// <summary>Of each rule since the start, all of its versions together. They only rise.</summary>
    public IEnumerable<(string Rule, long Asked, long Hits, long Flags, long Unknown, TimeSpan MeanCost)> PerRule() =>
        from version in All
        group version.Figures by version.Rule into same
        let past = _past.GetValueOrDefault(same.Key)
        select (
            same.Key, past.Asked + same.Sum(f => f.Asked), past.Hits + same.Sum(f => f.Hits), past.Flags + same.Sum(f => f.Flags),
            past.Unknown + same.Sum(f => f.Unknown), same.Max(f => f.MeanCost));

    public RuleFigures Of(string rule, int version) => _all.GetOrAdd((rule, version), _ => new RuleFigures());

    /// <summary>Forgets versions that are not in use: 100,000 edits leave memory flat.</summary>
    internal void KeepOnly(IReadOnlySet<(string, int)> versions)
    {
        foreach (var key in _all.Keys)
        {
            if (versions.Contains(key) || !_all.TryRemove(key, out var old)) continue;
            _past.AddOrUpdate(
                key.Rule, _ => (old.Asked, old.Hits, old.Flags, old.Unknown),
                (_, past) => (past.Asked + old.Asked, past.Hits + old.Hits, past.Flags + old.Flags, past.Unknown + old.Unknown));
        }
    }
}
