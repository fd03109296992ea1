using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using Dashboard.Micro.Setup;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Micro;

/// <summary>From one end of the queue to the other: a plain channel, and the queue with reservations, for one and for many.</summary>
[MemoryDiagnoser]
public class QueueBench
{
    private const int Many = 500;

    private readonly Transaction[] _many = Payments.Received(Many);
    private readonly Transaction[] _one = Payments.Received(1);
    private readonly Channel<Transaction> _channel = Channel.CreateBounded<Transaction>(
        new BoundedChannelOptions(new ProcessingOptions().QueueCapacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private TransactionQueue _queue = null!;
    private IAsyncEnumerator<Transaction> _reader = null!;

    [GlobalSetup]
    public void Open()
    {
        _queue = ProgramServices.WithSystemClock().GetRequiredService<TransactionQueue>();
        _reader = _queue.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
    }

    [Benchmark]
    public Transaction ChannelHop() =>
        _channel.Writer.TryWrite(_one[0]) && _channel.Reader.TryRead(out var read)
            ? read : throw new InvalidOperationException("The channel is full.");

    [Benchmark]
    public Task QueueHop() => HopAsync(_one);

    [Benchmark(OperationsPerInvoke = Many)]
    public Task QueueHopOfMany() => HopAsync(_many);

    private async Task HopAsync(Transaction[] transactions)
    {
        using (var room = await _queue.ReserveAsync(transactions.Length, CancellationToken.None)) room.Enqueue(transactions);
        for (var i = 0; i < transactions.Length; i++) await _reader.MoveNextAsync();
    }
}
