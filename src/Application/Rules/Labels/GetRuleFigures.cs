using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Versions;
using Dashboard.Domain.Rules;
using MediatR;

namespace Dashboard.Application.Rules.Labels;

/// <summary>What the versions in use did, and how right they were.</summary>
public sealed record GetRuleFigures : IRequest<RuleFiguresList>;

/// <param name="Since">The beginning of the first of the hours.</param>
public sealed record RuleFiguresList(DateTimeOffset Since, IReadOnlyList<RuleFiguresDto> Rules);

/// <summary>Of one version in Shadow, Rollout or Live.</summary>
/// <param name="Asked">Payments that it was asked about since the start of the program.</param>
/// <param name="Hits">Payments that it matched since the start.</param>
/// <param name="Flags">Payments that it flagged since the start.</param>
/// <param name="Unknown">Payments since the start of which it could not tell, because a value was missing.</param>
/// <param name="MeanCostMicroseconds">Of one payment, without the windows, which rules share.</param>
/// <param name="HitsPerHour">Stored decisions of each of the last 24 hours, the oldest first; the last one is the hour at hand.</param>
/// <param name="Decisions">All stored decisions of the version.</param>
/// <param name="Quality">As far as labels say.</param>
public sealed record RuleFiguresDto(
    string Rule, int Version, RuleState State, long Asked, long Hits, long Flags, long Unknown, double MeanCostMicroseconds,
    IReadOnlyList<long> HitsPerHour, long Decisions, RuleQuality Quality);

internal sealed class GetRuleFiguresHandler(
    IRuleStore rules, ILabelStore labels, IDecisionHistory history, RuleFiguresTable figures, TimeProvider clock)
    : IRequestHandler<GetRuleFigures, RuleFiguresList>
{
    private const int Hours = 24;

    public async Task<RuleFiguresList> Handle(GetRuleFigures request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var since = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero).AddHours(1 - Hours);
        var perHour = (await labels.PerHourAsync(since, cancellationToken)).ToLookup(h => (h.Rule, h.Version));
        var counts = (await labels.CountAsync(cancellationToken)).ToLookup(c => (c.Rule, c.Version));
        var fraud = await FraudAsync(cancellationToken);
        var firsts = (await history.UsedAsync(cancellationToken))
            .SelectMany(u => u.Versions.Select(v => (Key: (v.Rule, v.Version), u.FirstPlace)))
            .GroupBy(u => u.Key, u => u.FirstPlace).ToDictionary(u => u.Key, u => u.Min());
        var list = new List<RuleFiguresDto>();
        foreach (var version in (await rules.AllAsync(cancellationToken)).SelectMany(r => r.Versions).Where(v => v.IsAsked))
        {
            var key = (version.Rule, version.Number);
            var counted = figures.Of(version.Rule, version.Number);
            var hours = new long[Hours];
            foreach (var hour in perHour[key])
                if ((int)(hour.Hour - since).TotalHours is >= 0 and < Hours and var at) hours[at] += hour.Count;
            list.Add(new RuleFiguresDto(
                version.Rule, version.Number, version.State, counted.Asked, counted.Hits, counted.Flags, counted.Unknown,
                counted.MeanCost.TotalMicroseconds, hours, counts[key].Sum(c => c.Count),
                RuleQuality.Of(
                    CountOf(FraudLabel.Fraud), CountOf(FraudLabel.Legitimate), CountOf(FraudLabel.Unclear), CountOf(null),
                    fraud.Count(id => id >= firsts.GetValueOrDefault(key, long.MaxValue)))));

            long CountOf(FraudLabel? label) => counts[key].Where(c => c.Label == label).Sum(c => c.Count);
        }

        return new RuleFiguresList(since, list);
    }

    private async Task<List<long>> FraudAsync(CancellationToken cancellationToken) =>
        [.. (await labels.RangeAsync(0, long.MaxValue, cancellationToken)).Where(l => l.Value == FraudLabel.Fraud).Select(l => l.Key)];
}
