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
internal sealed partial class ResumeAnswers(
    IOptions<LiveOptions> options, RefusalCounts refusals, TimeProvider clock, ILogger<ResumeAnswers> logger) : IDisposable
{
    private const int ShortAnswer = 500;

    // A client that takes its answer slowly keeps its slot, and not the turn.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    // Only while other calls wait. Otherwise Live:SendTimeout holds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _free = new(options.Value.MaxResumeAnswers);

    // An answer takes milliseconds of a core until the socket has it. Half of the cores stay free of them.
    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lock _lock = new();
    private readonly HashSet<Slot> _taken = [];
    private int _waiting;

    /// <summary>Waits for a slot, which is free again once the client has the answer or is gone. Gives the length of the answer in
    /// transactions.</summary>
    public async Task<int> TakeAsync(HubCallerContext client)
    {
        Interlocked.Increment(ref _waiting);
        var slot = new Slot(client);
        try
        {
            await using (clock.CreateTimer(_ => DisconnectSlow(), null, CheckInterval, CheckInterval))
                await _free.WaitAsync(client.ConnectionAborted);
            lock (_lock) _taken.Add(slot);
            client.ConnectionAborted.Register(() => Release(slot));
            await _turns.WaitAsync(client.ConnectionAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        lock (_lock) slot.HasTurn = true;
        client.Features.Get<ContiguousTransport>()!.OnNextAnswer(made: () => BeginSending(slot), sent: () => Release(slot));
        // The client may have gone before it had the turn.
        if (client.ConnectionAborted.IsCancellationRequested) EndTurn(slot);
        return Volatile.Read(ref _waiting) == 0 ? options.Value.MaxResumeTransactions : ShortAnswer;
    }

    public void Dispose()
    {
        _free.Dispose();
        _turns.Dispose();
    }

    private void BeginSending(Slot slot)
    {
        var turn = clock.CreateTimer(_ => EndTurn(slot), null, Turn, Timeout.InfiniteTimeSpan);
        lock (_lock) (slot.SendingSince, slot.Turn) = (clock.GetTimestamp(), turn);
    }

    private void EndTurn(Slot slot)
    {
        lock (_lock)
        {
            slot.Turn?.Dispose();
            if (!slot.HasTurn) return;
            slot.HasTurn = false;
        }

        _turns.Release();
    }

    private void Release(Slot slot)
    {
        EndTurn(slot);
        lock (_lock)
        {
            if (!_taken.Remove(slot)) return;
        }

        _free.Release();
    }

    private void DisconnectSlow()
    {
        List<Slot> slow;
        lock (_lock)
        {
            slow = [.. _taken.Where(s => s.SendingSince is { } since && clock.GetElapsedTime(since) > Patience)];
            slow.ForEach(s => s.SendingSince = null);
        }

        foreach (var slot in slow)
        {
            refusals.Add("resume_not_read", RefusalCounts.Disconnected);
            LogDisconnected(slot.Client.ConnectionId);
            slot.Client.Abort();
        }
    }

    // Guarded by the lock.
    private sealed class Slot(HubCallerContext client)
    {
        public HubCallerContext Client => client;

        public bool HasTurn { get; set; }

        /// <summary>Ends the turn while the answer is being sent.</summary>
        public ITimer? Turn { get; set; }

        /// <summary>Since when the client is being sent its answer; null before that, and once it is disconnected.</summary>
        public long? SendingSince { get; set; }
    }

    [LoggerMessage(714, LogLevel.Information, "Client {ConnectionId} is disconnected: it did not read the answer of Resume, and others wait")]
    private partial void LogDisconnected(string connectionId);
}
