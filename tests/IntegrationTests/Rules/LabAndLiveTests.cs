using System.Net.Http.Json;
using Dashboard.Application.Rules.Deciding;

namespace Dashboard.IntegrationTests.Rules;

/// <summary>What the lab says of a file is what live rules flag when the file is replayed.</summary>
public sealed class LabAndLiveTests : IDisposable
{
    private const int Rows = 117_805;
    private const string Busy = "count per account over 24h > 3";

    private const string OutOfHabit = "count per account over last 10 >= 4 and "
        + "spread(amount, 80) per account over last 10 <= 0.2 * median(amount) per account over last 10 and "
        + "abs(amount - median(amount) per account over last 10) > 0.2 * median(amount) per account over last 10";

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task The_lab_predicts_exactly_the_ids_that_live_rules_flag_also_after_a_restart()
    {
        var data = SampleFiles.Folder();
        await using (var first = await DashboardHost.StartAsync(_store))
        {
            await first.PublishAsync("busy", Busy);
            await first.PublishAsync("out-of-habit", OutOfHabit);
        }

        var settings = new Dictionary<string, string?>
        {
            ["Replay:File"] = Path.Combine(data, "transfers-amlsim", "20K_cycle200-transactions.csv.gz"),
            ["Replay:Mapping"] = "amlsim",
            ["Processing:MinDelay"] = "00:00:00",
            ["Processing:MaxDelay"] = "00:00:00.010",
        };
        await using (var host = await DashboardHost.StartAsync(_store, settings))
        {
            await host.WaitForAsync(m => m.Flow.Received == Rows && m is { Queued: 0, InFlight: 0 });
            await CheckAsync(host);
        }

        await using var again = await DashboardHost.StartAsync(_store);
        await CheckAsync(again);
    }

    private static async Task CheckAsync(DashboardHost host)
    {
        await SameAsync(host, "busy", Busy, 644);
        await SameAsync(host, "out-of-habit", OutOfHabit, 692);
        using var response = await host.PostRuleAsync("verify", new { });
        var report = (await response.Content.ReadFromJsonAsync<RuleVerification>(DashboardHost.Json))!;
        (report.Payments, report.Differ).ShouldBe((Rows, 0), string.Join('\n', report.Differences));
        report.Decisions.ShouldBeGreaterThanOrEqualTo(644 + 692);
    }

    private static async Task SameAsync(DashboardHost host, string name, string rule, int expected)
    {
        var predicted = (await host.TryAsync(rule)).Matches.Select(m => m.TransactionId).Order(StringComparer.Ordinal).ToList();
        var flagged = (await host.HistoryAsync("&flag=" + name)).Select(t => t.Id).Order(StringComparer.Ordinal).ToList();

        predicted.Count.ShouldBe(expected);
        flagged.ShouldBe(predicted);
    }
}
