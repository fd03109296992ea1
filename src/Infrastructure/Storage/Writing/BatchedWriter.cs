using System.Threading.Channels;
using Dashboard.Application.Alerts;
using Dashboard.Application.Books;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>The one writer. Collects changes into batches and commits them in order; callers that add together share one commit.</summary>
/// <remarks>
/// A store that is away is tried again with back-off until it is back, while the bounded channel holds everybody else up. At a stop the
/// channel is completed and everything in it written; the loop ends because its channel does, not because it is cancelled.
/// </remarks>
internal sealed partial class BatchedWriter : BackgroundService, IStore, ITransactionStore, IAlertStore, IRunStore
{
    // Longer than a commit takes while all is well, even on a slow disk.
    private static readonly TimeSpan SlowCommit = TimeSpan.FromSeconds(5);

    private readonly BatchCommitter _committer;
    private readonly TimeProvider _clock;
    private readonly ILogger<BatchedWriter> _logger;
    private readonly BatchPolicy _policy;
    private readonly Channel<StoreChange> _channel;
    private readonly CancellationTokenSource _giveUp = new();

    // Written by the loop, read by the health check and by everybody who is about to add. The time is zero while no attempt runs.
    private volatile string? _outageReason;
    private long _attemptStarted;

    public BatchedWriter(BatchCommitter committer, IOptions<StorageOptions> options, TimeProvider clock, ILogger<BatchedWriter> logger)
    {
        _committer = committer;
        _clock = clock;
        _logger = logger;
        _policy = new BatchPolicy(options.Value.BatchSize, options.Value.BatchInterval, Random.Shared.NextDouble);
        _channel = Channel.CreateBounded<StoreChange>(new BoundedChannelOptions(options.Value.WriterCapacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
        });
    }

    /// <summary>Why the last attempt failed, or that the running one hangs; null while all is well.</summary>
    public string? OutageReason => _outageReason ?? (
        Volatile.Read(ref _attemptStarted) is not 0 and var started && _clock.GetElapsedTime(started) > SlowCommit
            ? $"a commit has not come back for more than {SlowCommit.TotalSeconds:0} seconds"
            : null);

    public async Task<IReadOnlyList<AddResult>> AddAsync(IReadOnlyList<Transaction> transactions, CancellationToken cancellationToken)
    {
        if (transactions.Count == 0) return [];
        var waiter = new TaskCompletionSource<IReadOnlyList<AddResult>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await WriteAsync(new AddChange(transactions, waiter), cancellationToken);
        // Not cancellable from here on: the rows will be committed, so the caller has to learn of it.
        return await waiter.Task;
    }

    public ValueTask UpdateAsync(Transaction transaction) => WriteAsync(new UpdateChange(transaction), CancellationToken.None);

    public async Task<Transaction> EndAsync(Transaction ended)
    {
        var waiter = new TaskCompletionSource<Transaction>(TaskCreationOptions.RunContinuationsAsynchronously);
        await WriteAsync(new EndChange(ended, waiter), CancellationToken.None);
        return await waiter.Task;
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await WriteAsync(new FlushChange(waiter), cancellationToken);
        await waiter.Task.WaitAsync(cancellationToken);
    }

    public ValueTask SaveAsync(Alert alert) => WriteAsync(new AlertChange(alert), CancellationToken.None);

    public ValueTask SaveAsync(Run run) => WriteAsync(new RunChange(run), CancellationToken.None);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _channel.Writer.TryComplete();
        await using var registration = cancellationToken.Register(_giveUp.Cancel);
        if (ExecuteTask is { } loop) await loop;
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
                batch.Answer();
                continue;
            }

            // The channel is complete, so this ends: whoever still waits has to learn that nothing was kept.
            var rest = new WriteBatch();
            while (_channel.Reader.TryRead(out var change)) rest.Take(change);
            var reason = new StoreClosedException("The program stopped before the store was back; nothing was written.");
            batch.Abandon(reason);
            rest.Abandon(reason);
            return;
        }
    }

    // Whoever comes after the stop is cancelled by it, like everybody else whose work a stop ends.
    private async ValueTask WriteAsync(StoreChange change, CancellationToken cancellationToken)
    {
        try
        {
            await _channel.Writer.WriteAsync(change, cancellationToken);
        }
        catch (ChannelClosedException exception)
        {
            throw new StoreClosedException("The program stops; nothing was written.", exception);
        }
    }

    private async Task<WriteBatch> CollectAsync()
    {
        var batch = new WriteBatch();
        var started = _clock.GetTimestamp();
        using var full = new CancellationTokenSource();
        Task? interval = null;
        while (true)
        {
            while (batch.Changes < _policy.MaxChanges && _channel.Reader.TryRead(out var change)) batch.Take(change);
            if (_policy.IsDue(batch.Changes, batch.IsAwaited, _clock.GetElapsedTime(started))) break;

            interval ??= Task.Delay(_policy.Interval, _clock, full.Token);
            var more = _channel.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            // The interval is over, or the channel is complete: what there is, is the batch.
            if (await Task.WhenAny(more, interval) == interval || !await more) break;
        }

        await full.CancelAsync();
        return batch;
    }

    // False when the host's patience at a stop is over before the store is back.
    private async Task<bool> CommitAsync(WriteBatch batch)
    {
        var started = _clock.GetTimestamp();
        string? said = null;
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
            catch (Exception exception) when (!_giveUp.IsCancellationRequested)
            {
                _outageReason = StoreErrors.Reason(exception);
                Volatile.Write(ref _attemptStarted, 0);
                var delay = _policy.DelayAfter(++failures);
                // Where it came from is said once, and again only when something else is the matter.
                LogRetry(said == _outageReason ? null : exception, _outageReason, batch.Changes, failures, delay.TotalMilliseconds);
                said = _outageReason;
                try
                {
                    await Task.Delay(delay, _clock, _giveUp.Token);
                }
                catch (OperationCanceledException)
                {
                    // Falls through to the next attempt, which gives up.
                }
            }
            catch (Exception exception)
            {
                Volatile.Write(ref _attemptStarted, 0);
                LogGaveUp(exception, batch.Changes + (_channel.Reader.CanCount ? _channel.Reader.Count : 0));
                return false;
            }
        }
    }

    [LoggerMessage(110, LogLevel.Debug, "Committed {Changes} changes of {Transactions} transactions in {Milliseconds:0.0} ms")]
    private partial void LogCommitted(int changes, int transactions, double milliseconds);

    [LoggerMessage(111, LogLevel.Warning, "The store is away ({Reason}); {Changes} changes wait, attempt {Failures} failed, next in {DelayMs:0} ms")]
    private partial void LogRetry(Exception? exception, string reason, int changes, int failures, double delayMs);

    [LoggerMessage(112, LogLevel.Information, "The store is back after {Failures} failed attempts")]
    private partial void LogRecovered(int failures);

    [LoggerMessage(113, LogLevel.Critical, "Stopped while the store was away; {Changes} changes were not written")]
    private partial void LogGaveUp(Exception exception, int changes);
}
