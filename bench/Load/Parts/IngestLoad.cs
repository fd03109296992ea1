using Dashboard.Bench.Harness;
using Dashboard.Bench.Load.Figures;

namespace Dashboard.Bench.Load.Parts;

/// <summary>A way to send payments.</summary>
internal interface IPaymentSender
{
    /// <summary>Builds the requests; the returned function sends them and ends when every payment is acknowledged.</summary>
    Func<Task> Prepare(long first, int count);
}

/// <summary>A running program that gets one slice of payments after the other.</summary>
internal sealed class IngestLoad : IDisposable
{
    private readonly RunContext _run;
    private readonly IPaymentSender _sender;
    private long _sent;
    private long _measured;
    private double _allocated;

    private IngestLoad(RunContext run, IPaymentSender sender, RunningProgram server) => (_run, _sender, Server) = (run, sender, server);

    public RunningProgram Server { get; }

    public double AllocatedPerTransaction => _allocated / _measured;

    public static async Task<IngestLoad> StartAsync(RunContext run, int port, IPaymentSender sender) =>
        new(run, sender, await run.StartAsync(run.NewFolder(), port, RunContext.NoProcessingDelay));

    public async Task WarmUpAsync(int count)
    {
        await SendAsync(count);
        (_measured, _allocated) = (0, 0);
    }

    /// <summary>Sends the next payments and waits until all of them have ended and are stored.</summary>
    public async Task<Cost> SendAsync(int count)
    {
        var send = _sender.Prepare(_sent, count);
        var allocated = await Server.AllocatedBytesAsync();
        var (cpu, started) = (Server.CpuTime, _run.Clock.GetTimestamp());
        await send();
        await _run.WaitUntilStoredAsync(Server);
        var cost = new Cost(count, _run.Clock.GetElapsedTime(started), Server.CpuTime - cpu);
        _allocated += await Server.AllocatedBytesAsync() - allocated;
        _sent += count;
        _measured += count;
        return cost;
    }

    public async Task StopAsync()
    {
        await _run.VerifyEndedAsync(Server, _sent);
        await Server.InterruptAsync();
    }

    public void Dispose() => Server.Dispose();
}
