using Dashboard.Api.Common.Bounds;
using Dashboard.Application.Live;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Live.Bounds;

/// <summary>
/// Bounds the answers of <c>Resume</c> that are being made or are not sent yet, over all clients: each one may be megabytes long.
/// </summary>
/// <remarks>
/// A call waits for a slot and its turn in the order of its arrival. While calls wait, answers are short, and the clients call again. A
/// client that has not taken its answer for a while is then disconnected.
/// </remarks>
internal sealed partial class ResumeAnswers : IDisposable
{
    private const int ShortAnswer = 500;

    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    // Only while other calls wait. Otherwise Live:SendTimeout holds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly LiveOptions _options;
    private readonly RefusalCounts _refusals;
    private readonly TimeProvider _clock;
    private readonly ILogger<ResumeAnswers> _logger;
    private readonly SemaphoreSlim _free;
    private readonly ResumeTurns _turns;
    private readonly Lock _lock = new();
    private readonly HashSet<Slot> _taken = [];
    private int _waiting;

    public ResumeAnswers(IOptions<LiveOptions> options, RefusalCounts refusals, TimeProvider clock, ILogger<ResumeAnswers> logger)
    {
        (_options, _refusals, _clock, _logger) = (options.Value, refusals, clock, logger);
        _free = new SemaphoreSlim(_options.MaxResumeAnswers);
        _turns = new ResumeTurns(() => Volatile.Read(ref _waiting) > 0, clock);
    }

    /// <summary>Waits for a slot, which is free again once the client has the answer or is gone. Gives the length of the answer in
    /// transactions.</summary>
    public async Task<int> TakeAsync(HubCallerContext client)
    {
        Interlocked.Increment(ref _waiting);
        var slot = new Slot(client);
        ResumeTurns.Turn turn;
        try
        {
            await using (_clock.CreateTimer(_ => DisconnectSlow(), null, CheckInterval, CheckInterval))
                await _free.WaitAsync(client.ConnectionAborted);
            lock (_lock) _taken.Add(slot);
            client.ConnectionAborted.Register(() => Release(slot));
            turn = await _turns.TakeAsync(client.ConnectionAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        lock (_lock) slot.Turn = turn;
        client.Features.Get<ContiguousTransport>()!.OnNextAnswer(made: () => BeginSending(slot), sent: () => Release(slot));
        // The client may have gone before it had the turn.
        if (client.ConnectionAborted.IsCancellationRequested) turn.End();
        return Volatile.Read(ref _waiting) == 0 ? _options.MaxResumeTransactions : ShortAnswer;
    }

    public void Dispose()
    {
        _free.Dispose();
        _turns.Dispose();
    }

    private void BeginSending(Slot slot)
    {
        lock (_lock) slot.SendingSince = _clock.GetTimestamp();
        slot.Turn?.BeginSending();
    }

    private void Release(Slot slot)
    {
        ResumeTurns.Turn? turn;
        lock (_lock)
        {
            if (!_taken.Remove(slot)) return;
            turn = slot.Turn;
        }

        turn?.End();
        _free.Release();
    }

    private void DisconnectSlow()
    {
        List<Slot> slow;
        lock (_lock)
        {
            slow = [.. _taken.Where(s => s.SendingSince is { } since && _clock.GetElapsedTime(since) > Patience)];
            slow.ForEach(s => s.SendingSince = null);
        }

        foreach (var slot in slow)
        {
            _refusals.Add("resume_not_read", RefusalCounts.Disconnected);
            LogDisconnected(slot.Client.ConnectionId);
            slot.Client.Abort();
        }
    }

    // Guarded by the lock.
    private sealed class Slot(HubCallerContext client)
    {
        public HubCallerContext Client => client;

        /// <summary>Null while it waits for one.</summary>
        public ResumeTurns.Turn? Turn { get; set; }

        /// <summary>Since when the client is being sent its answer; null before that, and once it is disconnected.</summary>
        public long? SendingSince { get; set; }
    }

    [LoggerMessage(714, LogLevel.Information, "Client {ConnectionId} is disconnected: it did not read the answer of Resume, and others wait")]
    private partial void LogDisconnected(string connectionId);
}
