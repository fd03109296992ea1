using Dashboard.Application.Books;
using Dashboard.Domain.Alerts;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>
/// Writes rows in the form that is fastest in a database, as part of the transaction that its context has open. Belongs to one context and its one
/// connection, and lives as long as they do.
/// </summary>
internal abstract class RowWriter : IDisposable
{
    /// <summary>The writer that belongs to the provider of a context.</summary>
    public static RowWriter For(DashboardDbContext context) =>
        context.Database.IsSqlServer() ? new SqlServerRowWriter(context) : new SqliteRowWriter(context);

    /// <summary>True when an insert fails on rows that the store has under the same identity, so that its caller has to look first.</summary>
    public static bool FailsOnKnown(DashboardDbContext context) => context.Database.IsSqlServer();

    /// <summary>Adds rows; all of them but those left out or, with an exception, none that survives the transaction.</summary>
    /// <returns>The rows left out, because the store has others under the same identities; empty when all were added.</returns>
    public abstract Task<IReadOnlyCollection<TransactionRow>> InsertAsync(IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Writes later states, and only what a transition changes. A state never replaces a later one, and an end never another, whatever order they
    /// come in and whoever else writes.
    /// </summary>
    /// <returns>The rows that may not have moved, because the store has a later state of them or does not have them; empty when all moved.</returns>
    public abstract Task<IReadOnlyCollection<TransactionRow>> AdvanceAsync(IReadOnlyCollection<TransactionRow> rows, CancellationToken cancellationToken);

    /// <summary>Writes what a commit has beside its transactions. A state of an alert never replaces a later one.</summary>
    public abstract Task SaveAsync(
        ReceiptRow? receipt, IReadOnlyCollection<Alert> alerts, IReadOnlyCollection<Run> runs, CancellationToken cancellationToken);

    public abstract void Dispose();
}
