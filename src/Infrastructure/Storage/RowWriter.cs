using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage;

/// <summary>Writes rows of transactions in the form that is fastest in a database, as part of the transaction that a context has open.</summary>
internal abstract class RowWriter
{
    /// <summary>The writer that belongs to the provider of a context.</summary>
    public static RowWriter For(DashboardDbContext context) => context.Database.IsSqlServer() ? SqlServerRowWriter.Instance : SqliteRowWriter.Instance;

    /// <summary>Adds rows; all of them or, with an exception, none that survives the transaction.</summary>
    public abstract Task InsertAsync(DashboardDbContext context, IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Writes later states, and only what a transition changes. A state never replaces a later one, and an end never another, whatever order they
    /// come in and whoever else writes.
    /// </summary>
    /// <returns>The rows that may not have moved, because the store has a later state of them or does not have them; empty when all moved.</returns>
    public abstract Task<IReadOnlyCollection<TransactionRow>> AdvanceAsync(
        DashboardDbContext context, IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken);
}
