using System.Net.Http.Json;
using Dashboard.Bench.Load.Figures;

namespace Dashboard.Bench.Load.Parts.Rules;

/// <summary>Durable throughput with 20 live rules beside that without a rule, in turns.</summary>
internal sealed class RulesPart(RunContext run)
{
    private const int WarmUp = 50_000;
    private const double ShareTarget = 0.9;

    // Among them all kinds of windows. Nearly all payments match none of them, as in use.
    private static readonly string[] Rules =
    [
        "count per account over 10m > 500", "sum(amount) per account over 24h >= 500000 EUR", "count per account over 1h > 2000",
        "distinct(counterparty) per account over 1h >= 40", "since_last per account < 1s and amount > 90000 EUR",
        "first_seen per account, counterparty and amount > 90000 EUR", "count per counterparty over 10m > 1000000",
        "amount > 500 * avg(amount) per account over 24h", "amount > 90000 EUR", "amount >= 50000 EUR and source = \"shop-1\"",
        "amount between 9000 EUR and 9999.99 EUR and count per account over 24h > 500", "counterparty is missing and amount > 5000 EUR",
        "count per account over 24h where (amount between 9000 EUR and 9999.99 EUR) >= 3", "count per source over 1m > 10000000",
        "amount > 90000 EUR or amount > 90000 USD", "source in (\"a\", \"b\", \"c\") and amount > 10 EUR", "abs(amount) >= 80000 EUR",
        "hour in timezone \"Europe/Berlin\" between 1 and 5 and amount > 80000 EUR", "max(amount) per account over 1h > 90000 EUR",
        "currency in (GBP, JPY) and amount > 80000 GBP",
    ];

    public async Task RunAsync()
    {
        var rows = run.Settings.Rows / run.Settings.Pairs;
        using var without = await IngestLoad.StartAsync(run, run.Port, new StreamSender(run.Port));
        using var with = await IngestLoad.StartAsync(run, run.Port + 1, new StreamSender(run.Port + 1));
        await RetireAsync(run.Port);
        await RetireAsync(run.Port + 1);
        for (var i = 0; i < Rules.Length; i++) await PublishAsync(run.Port + 1, $"rule-{i + 1}", Rules[i]);
        await without.WarmUpAsync(WarmUp);
        await with.WarmUpAsync(WarmUp);

        var (none, twenty) = (new List<Cost>(), new List<Cost>());
        for (var pair = 0; pair < run.Settings.Pairs; pair++)
        {
            none.Add(await without.SendAsync(rows));
            twenty.Add(await with.SendAsync(rows));
        }

        run.Figures.Add("stream without a rule", Spread.Of(none.Select(c => c.PerSecond)), "/s");
        run.Figures.Add("stream with 20 live rules", Spread.Of(twenty.Select(c => c.PerSecond)), "/s");
        run.Figures.AddAtLeast(
            "stream with 20 live rules, share of that without a rule",
            Spread.OfPairs(twenty.Select(c => c.PerSecond), none.Select(c => c.PerSecond)), ShareTarget);
        run.Figures.Add(
            "stream with 20 live rules: CPU per transaction, multiple of that without a rule",
            Spread.OfPairs(twenty.Select(c => c.CpuMicroseconds), none.Select(c => c.CpuMicroseconds)));
        await without.StopAsync();
        await with.StopAsync();
    }

    private static async Task RetireAsync(int port)
    {
        foreach (var name in (string[])["high_velocity", "large_amount"])
            await PostAsync(port, $"/{name}/state", new { state = "Retired", reason = "bench" });
    }

    private static async Task PublishAsync(int port, string name, string expression)
    {
        await PostAsync(port, "", new { name, expression, reason = "bench" });
        await PostAsync(port, $"/{name}/state", new { state = "Shadow", reason = "bench" });
        await PostAsync(port, $"/{name}/state", new { state = "Live", reason = "bench" });
    }

    private static async Task PostAsync(int port, string path, object body)
    {
        using var client = new HttpClient();
        using var response = await client.PostAsJsonAsync($"http://127.0.0.1:{port}/api/v1/rules{path}", body);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path}: {await response.Content.ReadAsStringAsync()}");
    }
}
