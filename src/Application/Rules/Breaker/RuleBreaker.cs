using System.Globalization;
using Dashboard.Application.Audit;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Lab;
using Dashboard.Application.Rules.Versions;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Rules.Breaker;

/// <summary>A version that was taken back to Shadow.</summary>
/// <param name="Reason">A sentence with what was expected and what happened.</param>
/// <param name="Examples">The newest transactions that it matched.</param>
public sealed record StoppedRule(string Rule, int Version, string Reason, IReadOnlyList<TransactionId> Examples);

/// <summary>Takes versions back to Shadow that match far more payments than was expected of them, or that cost too much.</summary>
internal sealed class RuleBreaker(
    IRuleStore store, RuleEditing editing, RuleActivation activation, RulesInUse inUse, RuleFiguresTable figures,
    IOptions<RuleOptions> options, TimeProvider clock)
{
    /// <summary>Looks once at all versions that flag payments. Brings versions to the writer that did not get there.</summary>
    public async Task<IReadOnlyList<StoppedRule>> CheckOnceAsync(CancellationToken cancellationToken)
    {
        var stopped = new List<StoppedRule>();
        var second = clock.GetUtcNow().ToUnixTimeSeconds();
        foreach (var version in inUse.Versions.Where(v => v.Flags))
        {
            var counted = figures.Of(version.Rule, version.Number);
            var (asked, hits) = counted.LastMinute(second);
            if (ReasonToStop(version, asked, hits, counted.MeanCost, options.Value) is not { } reason) continue;
            if (await StopAsync(version, reason, cancellationToken))
                stopped.Add(new StoppedRule(version.Rule, version.Number, reason, counted.Examples));
        }

        if (stopped.Count > 0 || activation.IsBehind) await activation.ApplyAsync(cancellationToken);
        return stopped;
    }

    /// <summary>Null for a version that behaves as expected.</summary>
    internal static string? ReasonToStop(RuleVersion version, long asked, long hits, TimeSpan meanCost, RuleOptions options)
    {
        if (!options.Breaker) return null;
        if (meanCost > options.BreakerMaxMeanCost)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"It costs {meanCost.TotalMicroseconds:0.0} µs for each payment. Rules:BreakerMaxMeanCost is "
                + $"{options.BreakerMaxMeanCost.TotalMicroseconds:0.0} µs.");
        if (hits < options.BreakerMinimumHits || asked == 0) return null;
        var share = (double)hits / asked;
        if (version.ExpectedShare is { } expected)
        {
            return share <= expected * options.BreakerFactor ? null : string.Create(
                CultureInfo.InvariantCulture,
                $"It matched {hits} of the {asked} payments of the last minute ({share:P2}). Its try had matched {expected:P2}, and "
                + $"Rules:BreakerFactor is {options.BreakerFactor}.");
        }

        return share <= options.BreakerMaxShare ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"It matched {hits} of the {asked} payments of the last minute ({share:P0}). Rules:BreakerMaxShare is "
            + $"{options.BreakerMaxShare:P0}.");
    }

    // Somebody may have moved it meanwhile: then the next check looks again.
    private async Task<bool> StopAsync(RuleVersion version, string reason, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(version.Rule, cancellationToken) is not { } rule) return false;
        if (rule.Find(version.Number) is not { Flags: true } stored) return false;
        var stop = new Stop(version.Rule, Actor.System, reason);
        // A version may be in Shadow already, beside this one.
        var replaced = rule.Versions.Where(v => v.State == RuleState.Shadow)
            .Select(v => (v.MoveTo(RuleState.Retired), RuleChangeKind.Replaced, v.State));
        var saved = await editing.SaveAsync(
            rule, [(stored.Stop(editing.Now), RuleChangeKind.Stopped, stored.State), .. replaced], AuditActions.RuleStopped, stop,
            cancellationToken);
        return saved.Verdict == RuleVerdict.Done;
    }

    private sealed record Stop(string Name, Actor By, string? Reason) : IRuleChange
    {
        public int? Revision => null;
    }
}
