using Dashboard.Application.Ingest;
using Dashboard.Application.Storage;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Simulator;

/// <summary>Makes transactions at the configured rate and sends them through the same door as every other feed.</summary>
/// <remarks>
/// When it falls more than two seconds behind because the pipeline is full, it skips the missed transactions, counts them and logs a
/// warning.
/// </remarks>
public sealed partial class SimulatorFeed : BackgroundService
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(50);

    private readonly IMediator _mediator;
    private readonly SharedSimulator _shared;
    private readonly IStoreErrors _errors;
    private readonly TimeProvider _clock;
    private readonly ILogger<SimulatorFeed> _logger;
    private readonly SimulatedTransactions _stream;
    private readonly SimulatorPace _pace;
    private readonly PeriodicTimer _timer;

    // Replaced as a whole by a PUT; read by the tick.
    private volatile SimulatorStatus _status;

    public SimulatorFeed(
        IMediator mediator, SharedSimulator shared, IStoreErrors errors, IOptions<SimulatorOptions> options, TimeProvider clock,
        ILogger<SimulatorFeed> logger)
    {
        _mediator = mediator;
        _shared = shared;
        _errors = errors;
        _clock = clock;
        _logger = logger;
        var seed = options.Value.Seed ?? Random.Shared.Next();
        _stream = new SimulatedTransactions(seed);
        _pace = new SimulatorPace(clock);
        _timer = new PeriodicTimer(TickInterval, clock);
        _status = new SimulatorStatus(options.Value.Enabled, options.Value.TransactionsPerSecond, seed, Generated: 0, Skipped: 0);
    }

    public SimulatorStatus Status => _status;

    /// <summary>Takes effect at the next tick, 50 ms later at most.</summary>
    public SimulatorStatus Change(bool enabled, int transactionsPerSecond)
    {
        SimulatorStatus before, after;
        do
        {
            before = _status;
            after = before with { Enabled = enabled, TransactionsPerSecond = transactionsPerSecond };
        }
        while (Interlocked.CompareExchange(ref _status, after, before) != before);

        LogChanged(enabled, transactionsPerSecond);
        return after;
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken);
        var status = _status;
        var due = _pace.Due(status.Enabled && _shared.IsHere ? status.TransactionsPerSecond : 0, out var skipped);
        if (skipped > 0) LogBehind(skipped, status.TransactionsPerSecond);
        for (var left = due; left > 0; left -= IngestTransactions.MaxItems)
        {
            var now = _clock.GetUtcNow();
            var items = new IngestItem[Math.Min(left, IngestTransactions.MaxItems)];
            for (var i = 0; i < items.Length; i++) items[i] = _stream.Next(now);
            await _mediator.Send(new IngestTransactions(items, Patience: null), cancellationToken);
        }

        if (due > 0 || skipped > 0) Count(due, skipped);
    }

    // Another node may have been asked to change the simulator.
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _shared.ReadAsync(cancellationToken) is var (enabled, rate)
                && (enabled, rate) != (_status.Enabled, _status.TransactionsPerSecond)) Change(enabled, rate);
        }
        catch (Exception exception) when (_errors.OutageReasonOf(exception) is not null)
        {
            // The settings stay as they are until the store answers.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) await TickAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Feeds stop first; accepted transactions are still processed.
        }
    }

    private void Count(int generated, long skipped)
    {
        SimulatorStatus before;
        do before = _status;
        while (Interlocked.CompareExchange(
            ref _status, before with { Generated = before.Generated + generated, Skipped = before.Skipped + skipped }, before) != before);
    }

    [LoggerMessage(501, LogLevel.Information, "Simulator set to enabled {Enabled}, {TransactionsPerSecond} a second")]
    private partial void LogChanged(bool enabled, int transactionsPerSecond);

    [LoggerMessage(502, LogLevel.Warning,
        "The pipeline is full: the simulator skipped {Skipped} transactions at {TransactionsPerSecond} a second")]
    private partial void LogBehind(long skipped, int transactionsPerSecond);
}

/// <param name="TransactionsPerSecond">The configured rate; the metrics show the rate achieved.</param>
/// <param name="Seed">Seed of the running stream.</param>
/// <param name="Generated">Transactions sent since the start of the process.</param>
/// <param name="Skipped">Transactions skipped because the pipeline was full.</param>
public sealed record SimulatorStatus(bool Enabled, int TransactionsPerSecond, int Seed, long Generated, long Skipped);
