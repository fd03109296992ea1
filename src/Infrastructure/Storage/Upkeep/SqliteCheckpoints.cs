using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>
/// Copies what is committed from the log into the database file, beside the writer: a commit waits for the disk once, and not for the copying of
/// some thousand pages in addition (docs/adr/0019).
/// </summary>
internal sealed partial class SqliteCheckpoints : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // A log with fewer pages is not worth waking the disk for twice a second.
    private const int ShortLog = 1_000;
    private const int IntervalsOfRest = 4;

    private readonly IDbContextFactory<DashboardDbContext> _contexts;
    private readonly ILogger<SqliteCheckpoints> _logger;
    private readonly PeriodicTimer _timer;

    public SqliteCheckpoints(IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock, ILogger<SqliteCheckpoints> logger)
    {
        _contexts = contexts;
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
            for (var rest = 0; await _timer.WaitForNextTickAsync(stoppingToken);)
            {
                if (rest-- <= 0) rest = await CopyAsync(stoppingToken) < ShortLog ? IntervalsOfRest : 0;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Whoever closes the database last copies the rest.
        }
    }

    // Gives the pages that the log had.
    private async Task<long> CopyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
            await context.Database.OpenConnectionAsync(cancellationToken);
            await using var copy = context.Database.GetDbConnection().CreateCommand();
            // As far as it goes without waiting for anybody. The answer: whether it was busy, pages in the log, pages copied.
            copy.CommandText = "PRAGMA wal_checkpoint(PASSIVE);";
            await using var answer = await copy.ExecuteReaderAsync(cancellationToken);
            return await answer.ReadAsync(cancellationToken) ? answer.GetInt64(1) : 0;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The writer says what is the matter with the store, and copies itself when the log gets long.
            LogFailed(StoreErrors.Reason(exception));
            return 0;
        }
    }

    [LoggerMessage(120, LogLevel.Debug, "The log was not copied into the database ({Reason}); it will be with the next attempt")]
    private partial void LogFailed(string reason);
}
