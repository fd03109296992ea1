using Dashboard.Infrastructure.Replay.Rows;
using Dashboard.Infrastructure.Replay.Runs;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Replay;

/// <summary>The replay of <c>Replay:File</c>. It ends the program when that is asked for.</summary>
internal sealed class ReplayFeed(
    IOptions<ReplayOptions> options, IMediator mediator, TimeProvider clock, ILogger<ReplayFeed> logger, ReplayRuns runs,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    private ReplayRun? _run;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the program takes calls, so that no upload comes first.
        _run = runs.TryBegin(options.Value.Mapping!, isStartUp: true);
        return base.StartAsync(cancellationToken);
    }

    /// <exception cref="ReplayException">A file cannot be read with this mapping.</exception>
    internal Task<ReplaySummary> ReplayAsync(CancellationToken cancellationToken) =>
        NewRunner(new ReplayRun(options.Value.Mapping!, isStartUp: true, clock)).ReplayAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_run is null) return;
        await NewRunner(_run).RunAsync(stoppingToken);
        // A short replay ends before the program has started, and a stop in the middle of the start would be an error.
        if (options.Value.Exit && !stoppingToken.IsCancellationRequested) lifetime.ApplicationStarted.Register(lifetime.StopApplication);
    }

    private ReplayRunner NewRunner(ReplayRun run)
    {
        var files = ReplayPaths.FindAll(options.Value.File!);
        run.Start(options.Value.Mapping!, [.. files.SelectMany(f => f.Files).Select(f => LogText.Shown(Path.GetFileName(f), 100))]);
        var job = new ReplayJob(
            files, () => ReplayMapping.Load(options.Value.Mapping!), options.Value.Mapping!, options.Value.Sort, options.Value.Factor);
        return new ReplayRunner(run, job, mediator, clock, logger);
    }
}
