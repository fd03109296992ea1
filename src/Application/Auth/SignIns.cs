using System.Collections.Concurrent;
using System.Collections.Frozen;
using Dashboard.Domain.Auth;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Application.Auth;

/// <summary>Who may call at this moment: the keys of the store and the sessions that have ended, read again every two seconds.</summary>
/// <remarks>A call is checked in memory. While the store is away, what was read last counts.</remarks>
public sealed partial class SignIns(IApiKeyStore store, TimeProvider clock, ILogger<SignIns> logger) : BackgroundService
{
    /// <summary>After this long, every node has noticed a revocation.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // A key that is used all the time is written once in this time.
    private static readonly TimeSpan UsedInterval = TimeSpan.FromMinutes(1);

    private readonly PeriodicTimer _timer = new(Interval, clock);
    private readonly ConcurrentDictionary<KeyId, DateTimeOffset> _used = [];
    private readonly ConcurrentDictionary<Watched, byte> _watches = [];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile FrozenDictionary<string, ApiKey> _keys = FrozenDictionary<string, ApiKey>.Empty;
    private volatile FrozenSet<string> _ended = FrozenSet<string>.Empty;
    private DateTimeOffset _usedWritten;
    private bool _isStale;

    /// <summary>The key of a secret; null when there is none, or when it has expired or was revoked.</summary>
    public ApiKey? Find(KeySecret secret)
    {
        var now = clock.GetUtcNow();
        if (!_keys.TryGetValue(secret.Prefix, out var key) || !secret.Matches(key.Hash) || !key.IsUsableAt(now)) return null;
        if (!(_used.GetValueOrDefault(key.Id) is var used && now - used < UsedInterval)) _used[key.Id] = now;
        return key;
    }

    /// <summary>True for a session that ended before its cookie expires.</summary>
    public bool HasEnded(string session) => _ended.Contains(session);

    /// <summary>Calls back once when a key stops being usable, a session ends, or a time is reached; until the result is
    /// disposed.</summary>
    /// <param name="endsAt">The end of the token or of the cookie; null for a key.</param>
    public IDisposable Watch(ApiKey? key, string? session, DateTimeOffset? endsAt, Action ended)
    {
        var watch = new Watched(this, key, session, endsAt, ended);
        _watches[watch] = 0;
        // It may have ended a moment ago.
        if (watch.HasEnded) watch.End();
        return watch;
    }

    /// <summary>Reads the store now, so that a change made here counts at once.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _keys = (await store.AllAsync(cancellationToken)).ToFrozenDictionary(k => k.Prefix, StringComparer.Ordinal);
            _ended = (await store.EndedSessionsAsync(cancellationToken)).ToFrozenSet(StringComparer.Ordinal);
        }
        finally
        {
            _turn.Release();
        }

        EndWatches();
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken)) await ReadOnceAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The stop.
        }
    }

    private DateTimeOffset Now => clock.GetUtcNow();

    // The key is found by its prefix, as for a call.
    private bool IsUsable(ApiKey key) => _keys.GetValueOrDefault(key.Prefix)?.IsUsableAt(clock.GetUtcNow()) == true;

    private async Task ReadOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
            await WriteUsedAsync(cancellationToken);
            _isStale = false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (!_isStale) LogStale(exception);
            _isStale = true;
            // The end of a key, a token and a session needs no store.
            EndWatches();
        }
    }

    private void EndWatches()
    {
        foreach (var watch in _watches.Keys)
            if (watch.HasEnded) watch.End();
    }

    private async Task WriteUsedAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now - _usedWritten < UsedInterval) return;
        var used = _used.Where(u => u.Value > _usedWritten).ToDictionary();
        _usedWritten = now;
        if (used.Count > 0) await store.SetUsedAsync(used, cancellationToken);
    }

    [LoggerMessage(750, LogLevel.Warning, "API keys and ended sessions cannot be read; those that were read last count")]
    private partial void LogStale(Exception exception);

    private sealed class Watched(SignIns signIns, ApiKey? key, string? session, DateTimeOffset? endsAt, Action ended) : IDisposable
    {
        private int _isOver;

        public bool HasEnded =>
            (key is not null && !signIns.IsUsable(key)) || (session is not null && signIns.HasEnded(session))
            || endsAt <= signIns.Now;

        public void End()
        {
            if (Interlocked.Exchange(ref _isOver, 1) != 0) return;
            signIns._watches.TryRemove(this, out _);
            ended();
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0) signIns._watches.TryRemove(this, out _);
        }
    }
}
