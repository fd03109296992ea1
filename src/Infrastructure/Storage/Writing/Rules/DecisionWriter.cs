using Dashboard.Application.Pipeline;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Rules;
using Dashboard.Infrastructure.Storage.Writing.Rows;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Writing.Rules;

/// <summary>Lets the rules decide on the new transactions of a commit, and writes their decisions in that commit.</summary>
internal sealed class DecisionWriter(RuleDecider decider, TimeProvider clock)
{
    /// <summary>A commit begins that was not tried before.</summary>
    public void Begin() => decider.Begin();

    public void BeginAttempt() => decider.BeginAttempt();

    /// <summary>The writes in the order of decisions, the new ones first, each with its row.</summary>
    public IReadOnlyList<(TransactionWrite Write, TransactionRow Row)> InOrder(IEnumerable<TransactionWrite> writes)
    {
        var ordered = writes.OrderBy(w => !w.IsNew).ThenBy(w => w.State.Id.Value).Select(w => (w, TransactionRow.From(w.State))).ToList();
        foreach (var (write, row) in ordered)
            if (write.IsNew) row.DecisionPlace = decider.PlaceFor(write.State.Id);
        return ordered;
    }

    /// <param name="decided">New transactions in the order of decisions: those that this attempt added, and those that an attempt added
    /// whose answer was lost.</param>
    /// <param name="stored">The ids of the latter: their decisions are stored as well.</param>
    public async Task DecideAsync(
        DashboardDbContext context, RowWriter rows, IReadOnlyList<(TransactionWrite Write, TransactionRow Row)> decided,
        IReadOnlySet<long> stored, CancellationToken cancellationToken)
    {
        if (decided.Count == 0) return;
        var decisions = decider.Decide([.. decided.Select(d => (d.Write.State, d.Row.DecisionPlace))]);
        var at = clock.GetUtcNow().UtcDateTime;
        List<TransactionRow> flagged = [];
        List<DecisionRow> made = [];
        for (var i = 0; i < decided.Count; i++)
        {
            var (write, row) = decided[i];
            var decision = decisions[i];
            if (decision.All.Count == 0) continue;
            if (decision.Flags.Count > 0)
                write.Result = new AddResult(null, null) { Flags = [.. decision.Flags], Reasons = [.. decision.Reasons] };
            if (stored.Contains(row.Id)) continue;
            made.AddRange(decision.All.Select(d => DecisionRow.From(row.Id, d, at)));
            if (decision.Flags.Count == 0) continue;
            row.Flags = string.Join(TransactionRow.FlagSeparator, decision.Flags);
            flagged.Add(row);
        }

        if (flagged.Count > 0) await rows.FlagAsync(flagged, cancellationToken);
        if (made.Count > 0) await rows.AddDecisionsAsync(made, cancellationToken);
        if (decider.UsedToStore is { } used) await StoreUsedAsync(context, used, at, cancellationToken);
    }

    public void Keep(IEnumerable<TransactionWrite> writes)
    {
        decider.Keep();
        // What follows shows and keeps the flags.
        foreach (var write in writes)
            if (write.Result.Flags is { IsDefaultOrEmpty: false } flags) write.State = write.State.Flagged(flags, write.Result.Reasons);
    }

    public void TakeBack() => decider.TakeBack();

    private static async Task StoreUsedAsync(DashboardDbContext context, UsedRules used, DateTime at, CancellationToken cancellationToken)
    {
        // An attempt whose answer was lost may have stored it.
        if (await context.Set<RuleSetRow>().AnyAsync(r => r.FirstPlace == used.FirstPlace, cancellationToken)) return;
        context.Add(RuleSetRow.From(used, at));
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }
}
