using System.Threading.Channels;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Pipeline;

/// <summary>
/// The bounded queue between the feeds and the processing. Full means that feeds wait; nothing is dropped (docs/adr/0003).
/// </summary>
public sealed class TransactionQueue : IDisposable
{
    private readonly int _capacity;
    private readonly Channel<Transaction> _channel;

    // Free places of the channel that are not reserved. The gate lets one feed reserve at a time: two feeds that each held half would
    // wait for ever.
    private readonly SemaphoreSlim _room;
    private readonly SemaphoreSlim _gate = new(1, 1);

    public TransactionQueue(IOptions<ProcessingOptions> options)
    {
        _capacity = options.Value.QueueCapacity;
        _room = new SemaphoreSlim(_capacity, _capacity);
        _channel = Channel.CreateBounded<Transaction>(new BoundedChannelOptions(_capacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
        });
    }

    /// <summary>Waits for places. Places that are not filled are given back when the reservation is disposed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More places than the queue has.</exception>
    public async Task<Reservation> ReserveAsync(int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _capacity);
        await _gate.WaitAsync(cancellationToken);
        var taken = 0;
        try
        {
            for (; taken < count; taken++) await _room.WaitAsync(cancellationToken);
            return new Reservation(this, count);
        }
        catch
        {
            if (taken > 0) _room.Release(taken);
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The transactions in order, for the one reader; taking one frees its place. Ends when cancelled.</summary>
    public async IAsyncEnumerable<Transaction> ReadAllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var transaction in _channel.Reader.ReadAllAsync(cancellationToken))
        {
            _room.Release();
            yield return transaction;
        }
    }

    public void Dispose()
    {
        _room.Dispose();
        _gate.Dispose();
    }

    /// <summary>Places in the queue that belong to one feed until it fills or returns them.</summary>
    public sealed class Reservation(TransactionQueue queue, int places) : IDisposable
    {
        private int _left = places;

        public void Enqueue(IReadOnlyList<Transaction> transactions)
        {
            foreach (var transaction in transactions)
            {
                if (_left == 0 || !queue._channel.Writer.TryWrite(transaction))
                    throw new InvalidOperationException("A transaction was queued without a reserved place.");
                _left--;
            }
        }

        public void Dispose()
        {
            if (_left > 0) queue._room.Release(_left);
            _left = 0;
        }
    }
}
