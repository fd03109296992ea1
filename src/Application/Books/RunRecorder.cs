using Dashboard.Application.Common;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Books;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Application.Books;

/// <summary>
/// Writes the flow of this run into the store, so that the books can be checked after the program has stopped or crashed.
/// </summary>
/// <remarks>Starts before the feeds and stops after the processing; the writer stops later.</remarks>
public sealed class RunRecorder : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly IBooksReader _reader;
    private readonly IRunStore _store;
    private readonly FlowCounters _flow;
    private readonly TimeProvider _clock;
    private readonly PeriodicTimer _timer;
    private readonly Lock _lock = new();
    private Run _run;
    private Task? _lastRecord;

    public RunRecorder(IBooksReader reader, IRunStore store, FlowCounters flow, RunIdentity identity, TimeProvider clock)
    {
        _reader = reader;
        _store = store;
        _flow = flow;
        _clock = clock;
        _timer = new PeriodicTimer(Interval, clock);
        _run = new Run(default, identity.Epoch, clock.GetUtcNow(), clock.GetUtcNow(), IsClosed: false, flow.Snapshot());
    }

    /// <summary>This run as it was recorded last; its id is set once the program has started.</summary>
    public Run Current => Volatile.Read(ref _run);

    /// <summary>How many transactions earlier runs left unfinished.</summary>
    public long LeftUnfinished { get; private set; }

    /// <summary>Opens the run under the id of its node, which is above all stored ones.</summary>
    public async Task OpenAsync(OrderedId node, CancellationToken cancellationToken)
    {
        LeftUnfinished = await _reader.UnfinishedUpToAsync(new TransactionId(OrderedId.Max), cancellationToken);
        Volatile.Write(ref _run, _run with { Id = new RunId(node) });
        await _store.SaveAsync(_run);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Two callers may stop the host at once. The second must wait too, or it would stop the writer before the last record is handed
        // over.
        Task lastRecord;
        lock (_lock) lastRecord = _lastRecord ??= RecordAsync(isClosed: true);
        // An outage of the store must not hold up the stop: the run then stays recorded as not closed, which is true.
        try
        {
            await lastRecord.WaitAsync(cancellationToken);
        }
        catch (StoreClosedException)
        {
            // Another program has taken the place of this one, and has closed its run.
        }
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    internal Task RecordOnceAsync() => _flow.Snapshot() == _run.Flow ? Task.CompletedTask : RecordAsync(isClosed: false);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) await RecordOnceAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The stop writes the last record.
        }
    }

    private async Task RecordAsync(bool isClosed)
    {
        Volatile.Write(ref _run, _run with { RecordedAt = _clock.GetUtcNow(), IsClosed = isClosed, Flow = _flow.Snapshot() });
        await _store.SaveAsync(_run);
    }
}
