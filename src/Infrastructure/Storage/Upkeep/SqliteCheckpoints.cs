using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>
/// Copies committed pages from SQLite's log into the database file, beside the writer. So a commit waits for the disk once, and not for
/// the copy of some thousand pages as well (docs/adr/0019).
/// </summary>
internal sealed partial class SqliteCheckpoints : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // A log with fewer pages is checked less often, so that a quiet disk is not woken twice a second.
    private const int ShortLogPages = 1_000;
    private const int IntervalsAfterShortLog = 4;

    // After a busy time the log is cut to this size.
    private const long LongLogBytes = 16 * 1024 * 1024;

    private readonly IDbContextFactory<DashboardDbContext> _contexts;
    private readonly StoreLocks _locks;
    private readonly ILogger<SqliteCheckpoints> _logger;
    private readonly PeriodicTimer _timer;

    public SqliteCheckpoints(
        IDbContextFactory<DashboardDbContext> contexts, StoreLocks locks, TimeProvider clock, ILogger<SqliteCheckpoints> logger)
    {
        _contexts = contexts;
        _locks = locks;
        _logger = logger;
        _timer = new PeriodicTimer(Interval, clock);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var skip = 0; await _timer.WaitForNextTickAsync(stoppingToken);)
            {
                if (skip-- <= 0) skip = await CheckpointAsync(stoppingToken) < ShortLogPages ? IntervalsAfterShortLog : 0;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last connection that closes the database copies the rest.
        }
    }

    // Returns the number of pages in the log.
    private async Task<long> CheckpointAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
            await context.Database.OpenConnectionAsync(cancellationToken);
            await using var copy = context.Database.GetDbConnection().CreateCommand();
            // PASSIVE copies without waiting for readers or the writer. The result: busy or not, pages in the log, pages copied.
            copy.CommandText = "PRAGMA wal_checkpoint(PASSIVE);";
            long pages, copied;
            await using (var answer = await copy.ExecuteReaderAsync(cancellationToken))
            {
                if (!await answer.ReadAsync(cancellationToken)) return 0;
                (pages, copied) = (answer.GetInt64(1), answer.GetInt64(2));
            }

            var log = new FileInfo(context.Database.GetDbConnection().DataSource + "-wal");
            if (pages == copied && log is { Exists: true, Length: > LongLogBytes }) await CutAsync(context, cancellationToken);
            return pages;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The writer logs outages of the store, and copies the log itself when it gets long.
            LogFailed(StoreErrors.Reason(exception));
            return 0;
        }
    }

    // SQLite cuts its log when it begins it anew, which takes a write when all pages are copied and no reader needs them. It is cut and not
    // emptied: a log without content would look like one that was lost.
    private async Task CutAsync(DashboardDbContext context, CancellationToken cancellationToken)
    {
        using var turn = await _locks.AcquireWriteAsync(context, cancellationToken);
        await context.Database.ExecuteSqlRawAsync(
            FormattableString.Invariant($"PRAGMA journal_size_limit = {LongLogBytes}"), cancellationToken);
        await context.Database.ExecuteSqlRawAsync(
            "INSERT INTO StoreState (Name, Value) VALUES ('logCut', '1') ON CONFLICT (Name) DO UPDATE SET Value = Value + 1",
            cancellationToken);
    }

    [LoggerMessage(122, LogLevel.Debug, "The log was not copied into the database ({Reason}); the next attempt follows")]
    private partial void LogFailed(string reason);
}
