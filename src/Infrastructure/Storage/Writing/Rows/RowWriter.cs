using Dashboard.Application.Books;
using Dashboard.Domain.Alerts;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Model.Rules;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Writing.Rows;

/// <summary>
/// Writes rows in the way that is fastest for a database, inside the transaction that is open on its context. It belongs to one context
/// with one connection, and lives as long as they do.
/// </summary>
internal abstract class RowWriter : IDisposable
{
    /// <summary>The writer for the provider of a context.</summary>
    public static RowWriter For(DashboardDbContext context) => context switch
    {
        SqlServerDashboardDbContext => new SqlServerRowWriter(context),
        PostgresDashboardDbContext => new PostgresRowWriter(context),
        _ => new SqliteRowWriter(context),
    };

    /// <summary>
    /// True when an insert fails on rows whose reference or key is stored already. The caller then has to look for them first.
    /// </summary>
    public static bool InsertFailsOnDuplicate(DashboardDbContext context) => context.Database.IsSqlServer();

    /// <summary>Adds rows. After an exception the caller rolls the transaction back.</summary>
    /// <returns>Rows that were not added, because their reference or key is stored already; empty when all were added.</returns>
    public abstract Task<IReadOnlyCollection<TransactionRow>> InsertAsync(
        IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Writes later states, and only the columns that a transition changes. A stored state is never replaced by an earlier one, and a
    /// stored outcome never by another outcome, whatever the order of the calls and whichever process writes.
    /// </summary>
    /// <returns>Rows that were not written, because the store has a later state or no such row; empty when all were written.</returns>
    public abstract Task<IReadOnlyCollection<TransactionRow>> UpdateStatesAsync(
        IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken);

    /// <summary>Writes the flags of rows that this transaction added.</summary>
    public abstract Task FlagAsync(IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken);

    /// <summary>Adds what rules decided.</summary>
    public abstract Task AddDecisionsAsync(IReadOnlyCollection<DecisionRow> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Passes the fence, and writes the receipt, alerts and runs of a commit. A stored alert is never replaced by an earlier state of it.
    /// </summary>
    /// <exception cref="NodeReplacedException">The node was declared dead. The caller rolls the transaction back.</exception>
    public abstract Task SaveAsync(
        FenceValues? fence, ReceiptRow? receipt, IReadOnlyCollection<Alert> alerts, IReadOnlyCollection<Run> runs,
        CancellationToken cancellationToken);

    /// <summary>Copies what is committed from the log into the database itself, where the database leaves that to its caller.</summary>
    public virtual void CopyLog()
    {
    }

    public abstract void Dispose();
}
