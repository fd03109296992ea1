using Dashboard.Application.Pipeline;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Cluster;

/// <summary>Looks each second for nodes that are dead or have stopped, and takes up what they left unfinished. Without a cluster it does
/// nothing.</summary>
/// <remarks>A loop of its own: it may wait for locks of a dead node, and the lease is renewed meanwhile.</remarks>
internal sealed partial class TakeoverFeed : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly INodes _nodes;
    private readonly IStoredTransactions _stored;
    private readonly RecoveryEntry _entry;
    private readonly RecoveryState _state;
    private readonly EndsElsewhere _elsewhere;
    private readonly ClusterOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<TakeoverFeed> _logger;
    private readonly PeriodicTimer _timer;

    // Slots that are taken and not read to the end yet, each read on after the last transaction taken up.
    private readonly Queue<IReadOnlyList<int>> _toRead = [];
    private TransactionId _last;
    private int _takenIn;

    // Since then every look was answered in time. While the store is away no node can renew its lease, so none is declared dead before all
    // of them had the time to do so again.
    private long _answersSince;

    public TakeoverFeed(
        INodes nodes, IStoredTransactions stored, RecoveryEntry entry, RecoveryState state, EndsElsewhere elsewhere,
        IOptions<ClusterOptions> options, TimeProvider clock, ILogger<TakeoverFeed> logger)
    {
        _nodes = nodes;
        _stored = stored;
        _entry = entry;
        _state = state;
        _elsewhere = elsewhere;
        _options = options.Value;
        _clock = clock;
        _answersSince = clock.GetTimestamp();
        _logger = logger;
        _timer = new PeriodicTimer(Interval, clock);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_options.Enabled) return;
        await _elsewhere.LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    internal async Task LookOnceAsync(CancellationToken cancellationToken)
    {
        // What the start takes up comes first: until then it is not known what is new.
        if (!_state.IsComplete && _toRead.Count == 0) return;
        var taken = await _nodes.TakeOverAsync(_clock.GetElapsedTime(_answersSince) > _options.Lease, cancellationToken);
        await _elsewhere.LookAsync(cancellationToken);
        foreach (var node in taken.Dead) LogDead(node);
        if (taken.Slots.Count > 0) _toRead.Enqueue(taken.Slots);
        if (_toRead.Count == 0)
        {
            await _nodes.FreeFinishedSlotsAsync(cancellationToken);
            return;
        }

        _state.Begin();
        while (_toRead.TryPeek(out var slots))
        {
            await TakeUpAsync(slots, cancellationToken);
            _toRead.Dequeue();
            LogTakenOver(slots.Count, _takenIn);
            (_last, _takenIn) = (default, 0);
        }

        _state.Complete();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) await TryLookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not taken up yet stays unfinished in the slots, which this node hands over at its stop.
        }
    }

    internal async Task TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookOnceAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The next look repeats the step that failed.
            _answersSince = _clock.GetTimestamp();
            LogFailed(exception);
        }
    }

    // No node makes ids of these slots any more, so all of their transactions are there.
    private async Task TakeUpAsync(IReadOnlyList<int> slots, CancellationToken cancellationToken)
    {
        var all = new TransactionId(OrderedId.Max);
        await foreach (var transaction in _stored.UnfinishedAsync(_last, all, slots, cancellationToken))
        {
            await _entry.TakeUpAsync(transaction, flow => flow.TakenIn(), cancellationToken);
            _last = transaction.Id;
            _takenIn++;
        }
    }

    [LoggerMessage(230, LogLevel.Warning, "Node {Node} was silent for longer than its lease; this node takes its work over")]
    private partial void LogDead(OrderedId node);

    [LoggerMessage(231, LogLevel.Information, "{Slots} slots are taken over, and {Count} unfinished transactions of them are taken up")]
    private partial void LogTakenOver(int slots, int count);

    [LoggerMessage(232, LogLevel.Warning, "The look for dead nodes failed; it is repeated")]
    private partial void LogFailed(Exception exception);
}
