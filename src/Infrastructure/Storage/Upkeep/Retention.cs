using Dashboard.Application.Cluster;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Storage.Upkeep;

/// <summary>
/// Once a minute, removes finished transactions and resolved alerts that are older than the retention. Does nothing without one. In a
/// cluster one node does it for all.
/// </summary>
/// <remarks>
/// Nothing is removed while the clock is doubted, and no more than a share a day of what is old by the clock alone
/// (<see cref="ProvenTime"/>). After a failure the next pass tries again. A failure here neither blocks nor ends the program.
/// </remarks>
internal sealed partial class Retention : BackgroundService
{
    private const string ProvenName = "removalProvenUpTo";

    // 150,000 rows in a pass: two and a half times the receipts of a minute at 1,000 a second.
    private const int MaxBatches = 1_500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseBetweenBatches = TimeSpan.FromMilliseconds(20);

    // An operator who started the program with a wrong clock has this long to notice.
    private static readonly TimeSpan FirstUnproven = TimeSpan.FromHours(1);

    // A stop of an hour is a restart; for a short retention it is a tenth of it.
    private static readonly TimeSpan LongestBelievedStop = TimeSpan.FromHours(1);

    private readonly Removal _removal;
    private readonly IStoreState _state;
    private readonly NodeRoles _roles;
    private readonly StorageOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<Retention> _logger;
    private readonly PeriodicTimer _timer;
    private readonly ProvenTime _proven;
    private bool _isLoaded;
    private bool _isUnprovenLogged;

    // Removed in this run without proof.
    private long _unproven;
    private string? _loggedReason;
    private string? _loggedDoubt;

    public Retention(
        Removal removal, IStoreState state, NodeRoles roles, IOptions<StorageOptions> options, TimeProvider clock,
        ILogger<Retention> logger)
    {
        _removal = removal;
        _state = state;
        _roles = roles;
        _options = options.Value;
        _clock = clock;
        _logger = logger;
        _timer = new PeriodicTimer(Interval, clock);
        _proven = new ProvenTime(clock);
    }

    /// <summary>Loads what is proven before the first transaction is taken in.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.Retention is not { } retention) return;
        await LoadAsync(_clock.GetUtcNow() - retention, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    /// <summary>One pass: removes rows older than the retention, up to the limit of a pass. The next pass removes the rest.</summary>
    internal async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (_options.Retention is not { } retention) return;
        var old = _clock.GetUtcNow() - retention;
        await LoadAsync(old, cancellationToken);
        var (_, newest) = await _removal.LookAsync(count: false, cancellationToken);
        if (IsDoubted(_proven.WhyClockIsDoubted(newest))) return;

        var (transactions, alerts) = (0L, 0L);
        var before = _options.MaxRemovalPerDay >= 1 ? old : _proven.UpTo(old);
        try
        {
            if (before is { } proven) transactions += await RemoveTransactionsAsync(proven, long.MaxValue, cancellationToken);
            if (!await _removal.AnyBeforeAsync(TransactionId.FirstAt(old), cancellationToken)) _proven.Close(old);
            else if (before != old) transactions += await RemoveUnprovenAsync(old, cancellationToken);

            await InBatchesAsync(after => _removal.RemoveReceiptsAsync(after, cancellationToken), cancellationToken);
            if ((_proven.UpTo(old) ?? before) is { } upTo)
            {
                var oldestKept = AlertId.FirstAt(upTo);
                alerts = await InBatchesAsync(
                    after => _removal.RemoveAlertsAsync(after, oldestKept, cancellationToken), cancellationToken);
            }

            if (_proven.Stored is { } stored) await _state.SetAsync(ProvenName, stored, cancellationToken);
        }
        finally
        {
            if (transactions + alerts > 0) LogRemoved(transactions, alerts, old);
        }
    }

    /// <summary>A pass that logs its failure. It throws only when it is cancelled.</summary>
    internal async Task TryRunAsync(CancellationToken cancellationToken)
    {
        if (!_roles.Has(NodeRoles.Retention)) return;
        try
        {
            await RunOnceAsync(cancellationToken);
            _loggedReason = null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var reason = StoreErrors.Reason(exception);
            // Each reason is logged once, until another one follows or a pass succeeds.
            if (reason == _loggedReason) return;
            _loggedReason = reason;
            if (StoreErrors.IsOutage(exception)) LogOutage(reason);
            else LogFailed(exception);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) await TryRunAsync(stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The next run of the program removes the rest.
        }
    }

    // A store without old rows proves the time up to now: there is nothing that a wrong clock could remove.
    private async Task LoadAsync(DateTimeOffset old, CancellationToken cancellationToken)
    {
        if (_isLoaded) return;
        var stored = await _state.FindAsync(ProvenName, cancellationToken);
        if (stored is not null) _proven.Load(stored, old, BelievedStop);
        else if (!await _removal.AnyBeforeAsync(TransactionId.FirstAt(old), cancellationToken)) _proven.Close(old);
        _isLoaded = true;
    }

    private TimeSpan BelievedStop =>
        TimeSpan.FromTicks(Math.Min(LongestBelievedStop.Ticks, (_options.Retention ?? TimeSpan.Zero).Ticks / 10));

    private bool IsDoubted(string? doubt)
    {
        if (doubt is not null && _loggedDoubt is null) LogDoubted(doubt);
        _loggedDoubt = doubt;
        return doubt is not null;
    }

    private async Task<long> RemoveUnprovenAsync(DateTimeOffset old, CancellationToken cancellationToken)
    {
        if (!_isUnprovenLogged) LogUnproven(old, _options.MaxRemovalPerDay);
        _isUnprovenLogged = true;
        var days = (_proven.Running - FirstUnproven) / TimeSpan.FromDays(1);
        if (days <= 0) return 0;
        var (count, _) = await _removal.LookAsync(count: true, cancellationToken);
        var allowed = (long)(_options.MaxRemovalPerDay * days * (count + _unproven)) - _unproven;
        var removed = await RemoveTransactionsAsync(old, allowed, cancellationToken);
        _unproven += removed;
        return removed;
    }

    private Task<long> RemoveTransactionsAsync(DateTimeOffset before, long limit, CancellationToken cancellationToken)
    {
        var oldestKept = TransactionId.FirstAt(before);
        return InBatchesAsync(
            async after =>
            {
                var batch = (int)Math.Min(limit, Removal.BatchSize);
                if (batch <= 0) return default;
                var removed = await _removal.RemoveTransactionsAsync(after, oldestKept, batch, cancellationToken);
                limit -= removed.Removed;
                return removed;
            },
            cancellationToken);
    }

    private async Task<long> InBatchesAsync(Func<long, Task<RemovedBatch>> remove, CancellationToken cancellationToken)
    {
        var (after, removed) = (0L, 0L);
        for (var batches = 1; ; batches++)
        {
            var batch = await remove(after);
            removed += batch.Removed;
            if (batch.Next is not { } next || batches == MaxBatches) return removed;
            after = next;
            await Task.Delay(PauseBetweenBatches, _clock, cancellationToken);
        }
    }

    [LoggerMessage(
        130, LogLevel.Information, "Removed {Transactions} finished transactions and {Alerts} resolved alerts from before {Time:u}")]
    private partial void LogRemoved(long transactions, long alerts, DateTimeOffset time);

    [LoggerMessage(131, LogLevel.Warning, "The store is unavailable ({Reason}); old rows are removed when it is available again")]
    private partial void LogOutage(string reason);

    [LoggerMessage(132, LogLevel.Error, "Old rows cannot be removed; the program tries again every minute")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(
        133, LogLevel.Warning,
        "Nothing is removed: {Doubt}. Removal goes on when they agree again; if the clock is right, start the program anew")]
    private partial void LogDoubted(string doubt);

    [LoggerMessage(
        134, LogLevel.Warning,
        "Rows from before {Time:u} are old by the clock, but not all of that time passed while the program ran. At most {Share:P0} of the rows "
        + "are removed a day; Storage:MaxRemovalPerDay=1 removes all of them at once")]
    private partial void LogUnproven(DateTimeOffset time, double share);
}
