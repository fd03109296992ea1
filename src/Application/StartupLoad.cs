using Dashboard.Application.Alerts;
using Dashboard.Application.Books;
using Dashboard.Application.Common;
using Dashboard.Application.History;
using Dashboard.Application.Live;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Seeding;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Dashboard.Application;

/// <summary>
/// Runs before anything moves: the processing mode is that of the store, the run of this node begins, and the first tick shows the
/// transactions and alerts of earlier runs.
/// </summary>
internal sealed class StartupLoad(
    StoredMode mode, RuleSeeds seeds, RuleActivation rules, ITransactionHistory history, NodeIdentity node, RunRecorder runs, LiveFeed live,
    AlertBook alerts, IAlertHistory alertHistory, Ticks ticks, IOptions<LiveOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await mode.CheckAsync(cancellationToken);
        await seeds.SeedAsync(cancellationToken);
        await rules.ApplyAsync(cancellationToken);
        await runs.OpenAsync(node.Id!.Value, cancellationToken);
        live.Load(await history.PageAsync(new TransactionFilter(), before: null, options.Value.MaxTransactionsPerBatch, cancellationToken));
        await alerts.LoadAsync(alertHistory, cancellationToken);
        ticks.Next();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
