using System.Threading.Channels;
using Dashboard.Application.Alerts;
using Dashboard.Application.Audit;
using Dashboard.Application.Books;
using Dashboard.Application.Common;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>
/// The only writer. It collects changes into batches and commits them in order. Callers that add at the same time share a commit.
/// </summary>
/// <remarks>
/// During an outage the writer retries with back-off, and callers wait for room in the bounded channel. At a stop the channel is
/// completed and all of its changes are written. The loop ends because its channel is complete, not because it is cancelled.
/// </remarks>
internal sealed partial class BatchedWriter : BackgroundService, IStore, ITransactionStore, IAlertStore, IRunStore, IAuditStore
{
    // A healthy store commits faster than this, even on a slow disk.
    private static readonly TimeSpan SlowCommit = TimeSpan.FromSeconds(5);

    // Of its own, because callers and the gateway may have used up the time of the stop.
    private static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(2);

    private readonly BatchCommitter _committer;
    private readonly ICommittedEnds _ended;
    private readonly UncleanEnd _end;
    private readonly TimeProvider _clock;
    private readonly ILogger<BatchedWriter> _logger;
    private readonly BatchPolicy _policy;
    private readonly Channel<StoreChange> _channel;
    private readonly CancellationTokenSource _giveUp = new();

    // Written by the loop, read by the health check and by callers before they add. The time is zero while no attempt runs.
    private volatile string? _outageReason;
    private long _attemptStarted;
    private volatile string? _unusableReason;

    public BatchedWriter(
        BatchCommitter committer, ICommittedEnds ended, UncleanEnd end, IOptions<StorageOptions> options, TimeProvider clock,
        ILogger<BatchedWriter> logger)
    {
        _committer = committer;
        _ended = ended;
        _end = end;
        _clock = clock;
        _logger = logger;
        _policy = new BatchPolicy(options.Value.BatchSize, options.Value.BatchInterval, Random.Shared.NextDouble);
        _channel = Channel.CreateBounded<StoreChange>(new BoundedChannelOptions(options.Value.WriterCapacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
        });
    }

    /// <summary>Why the last attempt failed, that the running one hangs, or what the probe found; null while the store is well.</summary>
    public string? OutageReason => _outageReason ?? _unusableReason ?? (
        Volatile.Read(ref _attemptStarted) is not 0 and var started && _clock.GetElapsedTime(started) > SlowCommit
            ? $"a commit has taken longer than {SlowCommit.TotalSeconds:0} seconds"
            : null);

    /// <summary>What the probe found; null while the store can be read.</summary>
    internal string? UnusableReason
    {
        set => _unusableReason = value;
    }

    public async Task<IReadOnlyList<AddResult>> AddAsync(IReadOnlyList<Transaction> transactions, CancellationToken cancellationToken)
    {
        if (transactions.Count == 0) return [];
        var waiter = new TaskCompletionSource<IReadOnlyList<AddResult>>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var span = Tracing.Source.StartActivity("store");
        await EnqueueAsync(new AddChange(transactions, waiter) { Origin = span?.Context ?? default }, cancellationToken);
        // Not cancellable from here on: the rows will be committed, so the caller must get the result.
        return await waiter.Task;
    }

    public ValueTask UpdateAsync(Transaction transaction) => EnqueueAsync(new UpdateChange(transaction), CancellationToken.None);

    public async Task EndAsync(Transaction ended)
    {
        try
        {
            await EnqueueAsync(new EndChange(ended), CancellationToken.None);
        }
        catch (StoreClosedException)
        {
            _ended.Post([new CommittedEnd(ended, Stored: null)]);
        }
    }

    public async Task<Transaction> ReportEndAsync(Transaction ended)
    {
        var waiter = new TaskCompletionSource<Transaction>(TaskCreationOptions.RunContinuationsAsynchronously);
        await EnqueueAsync(new ReportedEndChange(ended, waiter), CancellationToken.None);
        return await waiter.Task;
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await EnqueueAsync(new FlushChange(waiter), cancellationToken);
        await waiter.Task.WaitAsync(cancellationToken);
    }

    public ValueTask SaveAsync(Alert alert, AuditEvent? entry = null) =>
        EnqueueAsync(new AlertChange(alert, entry), CancellationToken.None);

    public ValueTask SaveAsync(AuditEvent entry) => EnqueueAsync(new AuditChange(entry), CancellationToken.None);

    public ValueTask SaveAsync(Run run) => EnqueueAsync(new RunChange(run), CancellationToken.None);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _channel.Writer.TryComplete();
        var began = _clock.GetTimestamp();
        await using var limit = _clock.CreateTimer(_ => _giveUp.Cancel(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var registration = cancellationToken.Register(() =>
        {
            var left = StopBudget - _clock.GetElapsedTime(began);
            limit.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        });
        try
        {
            if (ExecuteTask is { } loop) await loop;
        }
        catch (OperationCanceledException) when (ExecuteTask!.IsCanceled)
        {
            // The stop came before the loop began: no feed has handed anything over yet.
        }

        await _committer.DisposeAsync();
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _giveUp.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _channel.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var batch = await CollectAsync();
            if (await CommitAsync(batch))
            {
                batch.Complete();
                if (batch.HasEnds) _ended.Post(batch.Ends(isStored: true));
                continue;
            }

            // The channel is complete, so this loop ends. Callers that still wait must learn that nothing was written.
            _channel.Writer.TryComplete();
            var rest = new WriteBatch();
            while (_channel.Reader.TryRead(out var change)) rest.Add(change);
            var reason = new StoreClosedException("The program stopped before the store took the change; nothing was written.");
            batch.Fail(reason);
            rest.Fail(reason);
            _ended.Post([.. batch.Ends(isStored: false), .. rest.Ends(isStored: false)]);
            return;
        }
    }

    // After a stop the channel is closed, and the caller gets the same exception as callers that the stop interrupts.
    private async ValueTask EnqueueAsync(StoreChange change, CancellationToken cancellationToken)
    {
        try
        {
            await _channel.Writer.WriteAsync(change, cancellationToken);
        }
        catch (ChannelClosedException exception)
        {
            throw new StoreClosedException("The program is stopping; nothing was written.", exception);
        }
    }

    private async Task<WriteBatch> CollectAsync()
    {
        var batch = new WriteBatch();
        var started = _clock.GetTimestamp();
        using var full = new CancellationTokenSource();
        Task? interval = null;
        var isShort = false;
        while (true)
        {
            while (batch.Changes < _policy.MaxChanges && _channel.Reader.TryRead(out var change)) batch.Add(change);
            var age = _clock.GetElapsedTime(started);
            if (_policy.IsDue(batch.Changes, batch.IsAwaited, batch.HasEnds, age)) break;

            if (interval is null || batch.HasEnds != isShort)
                interval = Task.Delay(_policy.WaitOf(isShort = batch.HasEnds) - age, _clock, full.Token);
            var more = _channel.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            // The interval is over or the channel is complete: the batch is as large as it will get.
            if (await Task.WhenAny(more, interval) == interval || !await more) break;
        }

        await full.CancelAsync();
        return batch;
    }

    // False when the host ends its stop before the store is available again, or when another program has taken the place of this one.
    private async Task<bool> CommitAsync(WriteBatch batch)
    {
        using var span = CommitTrace.Start(batch);
        var started = _clock.GetTimestamp();
        string? loggedReason = null;
        for (var failures = 0; ;)
        {
            try
            {
                Volatile.Write(ref _attemptStarted, _clock.GetTimestamp());
                await _committer.CommitAsync(batch, isRetry: failures > 0, _giveUp.Token);
                Volatile.Write(ref _attemptStarted, 0);
                if (failures > 0) LogRecovered(failures);
                _outageReason = null;
                LogCommitted(batch.Changes, batch.Transactions.Count, _clock.GetElapsedTime(started).TotalMilliseconds);
                return true;
            }
            catch (NodeReplacedException)
            {
                // The host stops. Nothing of this batch is stored, and nothing more can be.
                Volatile.Write(ref _attemptStarted, 0);
                _outageReason = "another program has taken the place of this one";
                return false;
            }
            catch (Exception exception) when (!_giveUp.IsCancellationRequested)
            {
                _outageReason = StoreErrors.Reason(exception);
                Volatile.Write(ref _attemptStarted, 0);
                var delay = _policy.DelayAfter(++failures);
                // The stack trace is logged once for each reason.
                if (StoreErrors.IsOutOfMemory(exception)) LogOutOfMemory(batch.Changes, failures, delay.TotalMilliseconds);
                else
                    LogRetry(
                        loggedReason == _outageReason ? null : exception, _outageReason, batch.Changes, failures, delay.TotalMilliseconds);
                loggedReason = _outageReason;
                span?.SetTag("dashboard.commit.failed_attempts", failures);
                try
                {
                    await Task.Delay(delay, _clock, _giveUp.Token);
                }
                catch (OperationCanceledException)
                {
                    // The next attempt is cancelled at once and gives up.
                }
            }
            catch (Exception exception)
            {
                Volatile.Write(ref _attemptStarted, 0);
                var lost = batch.Changes + (_channel.Reader.CanCount ? _channel.Reader.Count : 0);
                LogGaveUp(exception, lost);
                _end.Report($"The store was unavailable at the stop, and {lost} changes were not written.");
                return false;
            }
        }
    }

    [LoggerMessage(110, LogLevel.Debug, "Committed {Changes} changes of {Transactions} transactions in {Milliseconds:0.0} ms")]
    private partial void LogCommitted(int changes, int transactions, double milliseconds);

    [LoggerMessage(
        111, LogLevel.Warning,
        "The store is unavailable ({Reason}). {Changes} changes wait; attempt {Failures} failed, the next one is in {DelayMs:0} ms")]
    private partial void LogRetry(Exception? exception, string reason, int changes, int failures, double delayMs);

    [LoggerMessage(
        114, LogLevel.Error,
        "The program is out of memory. {Changes} changes wait to be stored; attempt {Failures} failed, the next one is in {DelayMs:0} ms")]
    private partial void LogOutOfMemory(int changes, int failures, double delayMs);

    [LoggerMessage(112, LogLevel.Information, "The store is available again after {Failures} failed attempts")]
    private partial void LogRecovered(int failures);

    [LoggerMessage(113, LogLevel.Critical, "The program stopped while the store was unavailable; {Changes} changes were not written")]
    private partial void LogGaveUp(Exception exception, int changes);
}
