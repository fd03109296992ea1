using System.Buffers;
using Dashboard.Application.Alerts;
using Dashboard.Application.History;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Dashboard.Api.Live;

/// <summary>What one tick sends: the calls of <see cref="IDashboardClient"/>, serialised once for all clients and written in one go.</summary>
/// <remarks>Each call for itself would be a frame and a system call of its own for each client; a client takes them apart all the same.</remarks>
internal sealed class LiveFrame
{
    public const int MaxAtATime = 32;

    private readonly Lock _lock = new();
    private SerializedHubMessage? _message;

    public LiveFrame(IReadOnlyList<TransactionDto> transactions, DashboardMetricsDto metrics, IReadOnlyList<AlertDto> alerts)
    {
        var calls = new List<InvocationMessage>(2 + alerts.Count);
        if (transactions.Count > 0) calls.Add(Call(nameof(IDashboardClient.ReceiveTransactionBatch), transactions));
        calls.Add(Call(nameof(IDashboardClient.ReceiveMetricsUpdate), metrics));
        foreach (var alert in alerts) calls.Add(Call(nameof(IDashboardClient.ReceiveAlert), alert));
        Calls = calls;
    }

    /// <summary>Lets a few clients at a time be sent this.</summary>
    /// <remarks>
    /// Each holds a buffer of the whole length until its socket has taken it. The pool keeps some dozens of a size; sent to everybody at once, nearly
    /// every client would allocate one of its own with every tick, and the collector would cost more than the sending.
    /// </remarks>
    public SemaphoreSlim Turns { get; } = new(MaxAtATime);

    /// <summary>In the order in which they are sent.</summary>
    public IReadOnlyList<InvocationMessage> Calls { get; }

    /// <summary>All calls as one message; made when the first client asks for it.</summary>
    public SerializedHubMessage In(IReadOnlyList<IHubProtocol> protocols)
    {
        lock (_lock) return _message ??= new SerializedHubMessage([.. protocols.Select(Serialize)]);
    }

    private SerializedMessage Serialize(IHubProtocol protocol)
    {
        var all = new ArrayBufferWriter<byte>();
        foreach (var call in Calls) protocol.WriteMessage(call, all);
        return new SerializedMessage(protocol.Name, all.WrittenMemory);
    }

    private static InvocationMessage Call(string method, object argument) => new(method, [argument]);
}
