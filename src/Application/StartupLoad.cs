using Dashboard.Application.Alerts;
using Dashboard.Application.Books;
using Dashboard.Application.Live;
using Dashboard.Application.Storage;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Dashboard.Application;

/// <summary>Before anything moves: ids go on above the stored ones, and the first client sees what earlier runs left.</summary>
internal sealed class StartupLoad(
    IStartupReader reader, TransactionIds ids, RunRecorder runs, LiveFeed live, AlertBook alerts, IOptions<LiveOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await reader.HighestIdAsync(cancellationToken) is { } highest) ids.StartAfter(highest);
        await runs.OpenAsync(ids, cancellationToken);
        live.Load(await reader.NewestAsync(options.Value.MaxTransactionsPerBatch, cancellationToken));
        alerts.Load(await reader.UnresolvedAlertsAsync(cancellationToken));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
