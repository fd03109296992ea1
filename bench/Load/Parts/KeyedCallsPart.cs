using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Bench.Harness;
using Dashboard.Bench.Load.Figures;

namespace Dashboard.Bench.Load.Parts;

/// <summary>Single calls with an API key beside single calls to a program that asks nobody to sign in.</summary>
internal sealed class KeyedCallsPart(RunContext run)
{
    private const double ShareTarget = 0.9;

    public async Task RunAsync()
    {
        var store = run.NewFolder();
        var key = await NewKeyAsync(store);
        using var open = await run.StartAsync(run.NewFolder(), RunContext.NoProcessingDelay);
        using var keyed = await run.StartAsync(store, run.Port + 1, [.. RunContext.NoProcessingDelay, "--Auth:Mode=Keys"]);
        keyed.Http.DefaultRequestHeaders.Add("X-Api-Key", key);
        var (openCalls, keyedCalls) = (new SingleCalls(run.Port, run.Clock), new SingleCalls(run.Port + 1, run.Clock, key));
        await openCalls.SendAsync(run.Settings.WarmUp);
        await keyedCalls.SendAsync(run.Settings.WarmUp);
        await run.WaitUntilStoredAsync(open);
        await run.WaitUntilStoredAsync(keyed);

        var (without, with) = (new List<Cost>(), new List<Cost>());
        for (var pair = 0; pair < run.Settings.Pairs; pair++)
        {
            without.Add(await CostAsync(openCalls, open));
            with.Add(await CostAsync(keyedCalls, keyed));
        }

        run.Figures.Add("single, without a key", Spread.Of(without.Select(c => c.PerSecond)), "/s");
        run.Figures.AddAtLeast(
            "single with a key: throughput, share of that without",
            Spread.OfPairs(with.Select(c => c.PerSecond), without.Select(c => c.PerSecond)), ShareTarget);
        run.Figures.Add(
            "single with a key: CPU per transaction, multiple of that without",
            Spread.OfPairs(with.Select(c => c.CpuMicroseconds), without.Select(c => c.CpuMicroseconds)));
        await open.InterruptAsync();
        await keyed.InterruptAsync();
    }

    // While nobody has to sign in, anybody can make a key.
    private async Task<string> NewKeyAsync(string store)
    {
        using var server = await run.StartAsync(store);
        using var answer = await server.Http.PostAsJsonAsync("/api/v1/keys", new { name = "load", roles = (string[])["Feed", "Viewer"] });
        answer.EnsureSuccessStatusCode();
        var secret = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!;
        await server.InterruptAsync();
        return secret;
    }

    private async Task<Cost> CostAsync(SingleCalls calls, RunningProgram server)
    {
        var (cpu, started) = (server.CpuTime, run.Clock.GetTimestamp());
        var count = await calls.SendAsync(run.Settings.Slice);
        var elapsed = run.Clock.GetElapsedTime(started);
        await run.WaitUntilStoredAsync(server);
        return new Cost(count, elapsed, server.CpuTime - cpu);
    }
}
