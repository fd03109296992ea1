using Dashboard.Application.Audit;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Books;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Books;

/// <summary>Checks the books of a store without a running program: all runs, all transactions.</summary>
public sealed class StoreVerification(IBooksReader reader, IUnprovenRuns unproven, AuditVerification audit, IAuditHeads heads)
{
    /// <summary>Counts everything since the first recorded run. Older transactions have no receipts and are not checked.</summary>
    public async Task<VerifiedStore> RunAsync(CancellationToken cancellationToken)
    {
        var unprovenRuns = await unproven.FindAsync(cancellationToken);
        var runs = await reader.RunsAsync(cancellationToken);
        var first = runs.Count > 0 ? runs[0].Id.Boundary : new TransactionId(OrderedId.Max);
        var books = await reader.CountAsync(first, node: null, cancellationToken);
        long Sum(Func<FlowDto, long> figure) => runs.Sum(r => figure(r.Flow));

        List<Equation> equations =
        [
            new("received = accepted + duplicates + rejected + refused, as recorded by all runs",
                Sum(f => f.Received), Sum(f => f.Accepted) + Sum(f => f.Duplicates) + Sum(f => f.Rejected) + Sum(f => f.Refused)),
            new("accepted, by the receipts of the commits = pending + processing + completed + failed, in the store or removed",
                books.Receipted, books.Accepted),
        ];
        // A killed run has not recorded its last seconds, until another run closes it with the numbers of its commits.
        if (runs.All(r => r.IsFinal))
        {
            equations.Add(new("accepted, as recorded by all runs = accepted, by the receipts", Sum(f => f.Accepted), books.Receipted));
            equations.Add(new("completed + failed, as recorded by all runs = completed + failed, in the store or removed",
                Sum(f => f.Completed) + Sum(f => f.Failed), books.Ended));
        }

        return new VerifiedStore(runs, books, equations, unprovenRuns, await audit.RunAsync(heads, cancellationToken));
    }
}

/// <summary>The result of checking a stopped system.</summary>
/// <param name="Unproven">Runs whose last commits may be lost, rows and receipts alike, so that no equation shows it.</param>
/// <param name="Audit">Whether the audit trail is as it was written.</param>
public sealed record VerifiedStore(
    IReadOnlyList<Run> Runs, StoredBooks Books, IReadOnlyList<Equation> Equations, IReadOnlyList<RunId> Unproven,
    VerifiedTrail Audit)
{
    public bool Balanced => Equations.All(e => e.Holds) && Books.MissingCount + Books.UnknownCount == 0;
}
