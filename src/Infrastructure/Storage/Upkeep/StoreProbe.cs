using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>
/// Looks each second whether the store is the one of the start and can be read, and tells the writer: what makes the program not ready
/// also refuses calls.
/// </summary>
internal sealed class StoreProbe : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly BatchedWriter _writer;
    private readonly StoreFiles _files;
    private readonly IDbContextFactory<DashboardDbContext> _contexts;
    private readonly PeriodicTimer _timer;

    public StoreProbe(BatchedWriter writer, StoreFiles files, IDbContextFactory<DashboardDbContext> contexts, TimeProvider clock)
    {
        _writer = writer;
        _files = files;
        _contexts = contexts;
        _timer = new PeriodicTimer(Interval, clock);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    /// <summary>Why the store cannot be used now; null when it can.</summary>
    public async Task<string?> LookAsync(CancellationToken cancellationToken)
    {
        _writer.UnusableReason = await WhyUnusableAsync(cancellationToken);
        return _writer.OutageReason;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The writer ends later and finds out by itself.
        }
    }

    private async Task<string?> WhyUnusableAsync(CancellationToken cancellationToken)
    {
        if (_files.WhyMoved() is { } moved) return moved;
        try
        {
            await using var database = await _contexts.CreateDbContextAsync(cancellationToken);
            await database.Transactions.OrderByDescending(r => r.Id).Select(r => r.Id).FirstOrDefaultAsync(cancellationToken);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return "The store cannot be read: " + StoreErrors.Reason(exception);
        }
    }
}
