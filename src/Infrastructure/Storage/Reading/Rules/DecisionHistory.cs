using Dashboard.Application.Rules.Deciding;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model.Rules;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Reading.Rules;

/// <summary>Reads what rules decided.</summary>
internal sealed class DecisionHistory(StoreReads reads) : IDecisionHistory
{
    public Task<IReadOnlyList<StoredDecision>> OfAsync(TransactionId id, CancellationToken cancellationToken) =>
        RangeAsync(id.Value, id.Value + 1, int.MaxValue, cancellationToken);

    public Task<IReadOnlyList<StoredDecision>> RangeAsync(long first, long before, int limit, CancellationToken cancellationToken) =>
        reads.RunAsync<IReadOnlyList<StoredDecision>>(
            async context =>
            {
                var rows = await context.Set<DecisionRow>().AsNoTracking().Where(d => d.TransactionId >= first && d.TransactionId < before)
                    .OrderBy(d => d.TransactionId).ThenBy(d => d.Rule).ThenBy(d => d.Version).Take(limit).ToListAsync(cancellationToken);
                return rows.ConvertAll(r => r.ToDecision());
            },
            cancellationToken);

    public Task<IReadOnlyList<UsedRules>> UsedAsync(CancellationToken cancellationToken) => reads.RunAsync<IReadOnlyList<UsedRules>>(
        async context =>
        {
            var rows = await context.Set<RuleSetRow>().AsNoTracking().OrderBy(r => r.FirstPlace).ToListAsync(cancellationToken);
            return rows.ConvertAll(r => r.ToUsed());
        },
        cancellationToken);
}
