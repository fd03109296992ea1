using Dashboard.Application.Books;
using Dashboard.Application.Storage;
using Dashboard.Domain.Books;
using Dashboard.Domain.Common;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>
/// Remembers runs that ended without a clean stop and whose log was missing afterwards. Rows and receipts of the lost commits are gone
/// alike, so nothing else tells (docs/adr/0013).
/// </summary>
internal sealed class UnprovenRuns : IUnprovenRuns
{
    private const string Name = "unprovenRuns";

    // As many as fit into a stored text.
    private const int MaxRuns = StateRow.MaxValueLength / (OrderedId.TextLength + 1);

    private readonly IDbContextFactory<DashboardDbContext> _contexts;
    private readonly IStoreState _state;

    public UnprovenRuns(IDbContextFactory<DashboardDbContext> contexts, IStoreState state)
    {
        (_contexts, _state) = (contexts, state);
        using var context = contexts.CreateDbContext();
        IsLogMissing = context.Database.GetDbConnection() is SqliteConnection { DataSource: { Length: > 0 } file }
            && SqliteLog.IsMissing(file);
    }

    /// <summary>Whether the log was missing when this process began.</summary>
    public bool IsLogMissing { get; }

    public async Task<IReadOnlyList<RunId>> FindAsync(CancellationToken cancellationToken)
    {
        var runs = await StoredAsync(cancellationToken);
        if (!IsLogMissing) return runs;
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await LastOpenAsync(context, cancellationToken) is { } last ? [.. runs.Append(last).Distinct()] : runs;
    }

    /// <summary>Notes the last run, if it was not closed; gives it.</summary>
    public async Task<RunId?> NoteLastAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        if (await LastOpenAsync(context, cancellationToken) is not { } last) return null;
        var runs = (await StoredAsync(cancellationToken)).Append(last).Distinct().TakeLast(MaxRuns);
        await _state.SetAsync(Name, string.Join(' ', runs), cancellationToken);
        return last;
    }

    private static async Task<RunId?> LastOpenAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        var last = await context.Runs.OrderByDescending(r => r.Id).Select(r => new { r.Id, r.IsClosed })
            .FirstOrDefaultAsync(cancellationToken);
        return last is { IsClosed: false } ? new RunId(last.Id) : null;
    }

    private async Task<List<RunId>> StoredAsync(CancellationToken cancellationToken)
    {
        var texts = (await _state.FindAsync(Name, cancellationToken))?.Split(' ') ?? [];
        return [.. texts.Select(t => OrderedId.TryParse(t, out var id) ? new RunId(id) : default).Where(r => r.Value != 0)];
    }
}
