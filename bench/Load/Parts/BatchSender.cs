using Dashboard.Bench.Harness;

namespace Dashboard.Bench.Load.Parts;

/// <summary>Sends payments in batches over a few connections.</summary>
internal sealed class BatchSender(int port, TimeProvider clock) : IPaymentSender
{
    private const int Items = 2_500;
    private const int Connections = 4;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(10);

    public Func<Task> Prepare(long first, int count)
    {
        var calls = new Queue<byte[]>();
        for (var done = 0; done < count; done += Items)
        {
            var json = Payment.Json(first + done, Math.Min(Items, count - done), ',');
            json[^1] = (byte)']';
            calls.Enqueue(RawHttp.Post("/api/v1/transactions/batch", [(byte)'[', .. json]));
        }

        return () => Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => SendAllAsync(calls)));
    }

    private async Task SendAllAsync(Queue<byte[]> calls)
    {
        using var http = await RawHttp.ConnectAsync(port);
        while (true)
        {
            byte[]? call;
            lock (calls)
            {
                if (!calls.TryDequeue(out call)) return;
            }

            for (var status = 0; status != 200;)
            {
                status = await http.SendAsync(call);
                // The pipeline is full, or a busy machine did not commit in time. A payment that is stored by then counts as a duplicate.
                if (status is 429 or 503) await Task.Delay(RetryDelay, clock);
                else if (status != 200) throw new InvalidOperationException($"A batch was answered {status}.");
            }
        }
    }
}
