using BenchmarkDotNet.Attributes;
using Dashboard.Application.History;
using Dashboard.Application.Live;
using Dashboard.Micro.Setup;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Micro;

/// <summary>One live batch as the hub encodes it, once for all clients.</summary>
[MemoryDiagnoser]
public class LiveBench
{
    private const int BatchSize = 200;

    private readonly TransactionDto[] _batch =
        [.. Payments.Ended(Payments.Received(BatchSize), Payments.Time).Select((t, i) => t.ToDto(sequence: i))];

    private readonly IHubProtocol _protocol = ProgramServices.WithSystemClock().GetRequiredService<IHubProtocol>();

    [Benchmark]
    public int EncodeBatch() => new SerializedHubMessage(new InvocationMessage(nameof(IDashboardClient.ReceiveTransactionBatch), [_batch]))
        .GetSerializedMessage(_protocol).Length;
}
