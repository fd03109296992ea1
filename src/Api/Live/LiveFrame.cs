using System.Buffers;
using Dashboard.Application.Alerts;
using Dashboard.Application.History;
using Dashboard.Application.Live;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Dashboard.Api.Live;

/// <summary>The calls of <see cref="IDashboardClient"/> for one tick, serialised once for all clients and written together.</summary>
/// <remarks>
/// Separate calls would cost a WebSocket frame and a system call each, for every client; a client reads them from one frame just as well.
/// </remarks>
internal sealed class LiveFrame
{
    public const int MaxAtATime = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SerializedHubMessage> _messages = [];
    private readonly Lazy<LiveFrame> _masked;

    internal LiveFrame(IReadOnlyList<TransactionDto> transactions, DashboardMetricsDto metrics, IReadOnlyList<AlertDto> alerts)
    {
        var calls = new List<InvocationMessage>(2 + alerts.Count);
        if (transactions.Count > 0) calls.Add(Call(nameof(IDashboardClient.ReceiveTransactionBatch), transactions));
        calls.Add(Call(nameof(IDashboardClient.ReceiveMetricsUpdate), metrics));
        foreach (var alert in alerts) calls.Add(Call(nameof(IDashboardClient.ReceiveAlert), alert));
        Calls = calls;
        _masked = new(() => new LiveFrame([.. transactions.Select(t => t.Masked())], metrics, [.. alerts.Select(a => a.Masked())]));
    }

    /// <summary>The same frame for clients who may not see account numbers; made when the first of them needs it.</summary>
    public LiveFrame Masked => _masked.Value;

    /// <summary>The calls that every client gets at a tick.</summary>
    public static LiveFrame Of(Tick tick) => new(tick.Transactions, tick.Metrics, tick.Alerts);

    /// <summary>The calls for a client that has just connected or fell too far behind.</summary>
    public static LiveFrame SnapshotOf(Tick tick) => new(tick.Newest, tick.SnapshotMetrics, tick.OpenAlerts);

    /// <summary>Limits how many clients are sent this frame at the same time.</summary>
    /// <remarks>
    /// Each send holds a buffer of the whole length until the socket has taken it. The pool keeps some dozens of a size. Sending to all
    /// clients at once would allocate a buffer for nearly every client at every tick, and the garbage collector would cost more than the
    /// sending.
    /// </remarks>
    public SemaphoreSlim Turns { get; } = new(MaxAtATime);

    /// <summary>In the order in which they are sent.</summary>
    public IReadOnlyList<InvocationMessage> Calls { get; }

    /// <summary>All calls as one message; made when the first client of the protocol needs it.</summary>
    public SerializedHubMessage In(IHubProtocol protocol)
    {
        lock (_lock)
        {
            if (!_messages.TryGetValue(protocol.Name, out var message))
                _messages[protocol.Name] = message = new SerializedHubMessage([Serialize(protocol)]);
            return message;
        }
    }

    private SerializedMessage Serialize(IHubProtocol protocol)
    {
        var all = new ArrayBufferWriter<byte>();
        foreach (var call in Calls) protocol.WriteMessage(call, all);
        return new SerializedMessage(protocol.Name, all.WrittenMemory);
    }

    private static InvocationMessage Call(string method, object argument) => new(method, [argument]);
}
