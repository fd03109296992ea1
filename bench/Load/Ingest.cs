using System.Globalization;
using Dashboard.Tools.Soak;

namespace Dashboard.Bench.Load;

/// <summary>Durable throughput: from HTTP to finished and stored, beside the bare loop over the same rows in the same run.</summary>
internal sealed class Ingest(Bed bed)
{
    private const int WarmUp = 50_000;
    private const int BatchItems = 2_500;
    private const int BatchCallers = 4;
    private const double Target = 0.6;
    private const double FloorTarget = 50_000;

    public async Task RunAsync()
    {
        var before = await FloorAsync();
        var stream = await MeasureAsync("stream", PrepareStream);
        var batch = await MeasureAsync("batch", PrepareBatches);
        // The machine is not the same for minutes: the loop runs on both sides of what is held against it.
        var floor = (before + await FloorAsync()) / 2;
        bed.Figures.AddAtLeast("bare loop over the same rows", floor, FloorTarget, "/s");
        bed.Figures.Add("stream, finished and stored", stream, "/s");
        bed.Figures.AddRatio("stream, of the bare loop", stream / floor, Target);
        bed.Figures.Add("batch, finished and stored", batch, "/s");
        bed.Figures.AddRatio("batch, of the bare loop", batch / floor, Target);
    }

    private async Task<double> FloorAsync()
    {
        using var floor = new Floor(await bed.EmptyStoreAsync(), TimeProvider.System.GetUtcNow(), TimeSpan.FromMicroseconds(10));
        floor.Write(0, WarmUp);
        return floor.Write(WarmUp, bed.Settings.Rows);
    }

    private async Task<double> MeasureAsync(string name, Func<long, int, Func<Task>> prepare)
    {
        var rows = bed.Settings.Rows;
        var (warmUp, send) = (prepare(0, WarmUp), prepare(WarmUp, rows));
        using var server = await bed.StartAsync(bed.NewFolder(), Bed.AtOnce);
        await warmUp();
        await Bed.UntilStoredAsync(server, WarmUp);
        var (cpu, allocated, started) = (server.CpuTime, await server.AllocatedBytesAsync(), TimeProvider.System.GetTimestamp());
        await send();
        await Bed.UntilStoredAsync(server, WarmUp + rows);
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        bed.Figures.Add($"{name}: CPU per transaction", (server.CpuTime - cpu).TotalMicroseconds / rows, "µs");
        bed.Figures.Add($"{name}: allocated per transaction", (await server.AllocatedBytesAsync() - allocated) / rows / 1_000, "KB");
        bed.Figures.Add($"{name}: resident memory after it", server.ResidentMegabytes, "MB");
        await server.InterruptAsync();
        return rows / elapsed.TotalSeconds;
    }

    private Func<Task> PrepareStream(long first, int count)
    {
        var chunks = StreamUpload.Prepare(first, count);
        return () => StreamUpload.SendAsync(bed.Port, chunks, count);
    }

    private Func<Task> PrepareBatches(long first, int count)
    {
        var calls = new Queue<byte[]>();
        for (var done = 0; done < count; done += BatchItems)
        {
            var json = Payment.Json(first + done, Math.Min(BatchItems, count - done), ',');
            json[^1] = (byte)']';
            calls.Enqueue(RawHttp.Post("/api/v1/transactions/batch", [(byte)'[', .. json]));
        }

        return () => Task.WhenAll(Enumerable.Range(0, BatchCallers).Select(_ => SendAllAsync(calls)));
    }

    private async Task SendAllAsync(Queue<byte[]> calls)
    {
        using var http = await RawHttp.ConnectAsync(bed.Port);
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
                // Told to come again: the pipeline is full.
                if (status == 429) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
                else if (status != 200) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"A batch was answered {status}."));
            }
        }
    }
}
