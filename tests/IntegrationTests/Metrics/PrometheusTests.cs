using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.IntegrationTests.Metrics;

public sealed partial class PrometheusTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task The_exposition_parses_and_says_what_the_metrics_say()
    {
        await using var host = await DashboardHost.StartAsync(_store, new() { ["Processing:MaxDelay"] = "00:00:00.100" });
        await host.IngestAsync(TestData.Item(amount: 5_000), TestData.Item(), TestData.Item(currency: "XYZ"));
        var metrics = await host.WaitUntilIdleAsync();

        var response = await host.Client.GetAsync("/metrics");

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var samples = Parse(await response.Content.ReadAsStringAsync());
        samples["dashboard_transactions_total{event=\"received\"}"].ShouldBe(3);
        samples["dashboard_transactions_total{event=\"accepted\"}"].ShouldBe(2);
        samples["dashboard_transactions_total{event=\"rejected\"}"].ShouldBe(1);
        samples["dashboard_queued_transactions"].ShouldBe(0);
        samples["dashboard_store_trouble"].ShouldBe(0);
        samples["dashboard_alerts{status=\"open\"}"].ShouldBe(1);
        samples["dashboard_window_transactions{window=\"1h\",outcome=\"flagged\"}"].ShouldBe(1);
        samples["dashboard_window_processing_seconds{window=\"1h\",percentile=\"99\"}"].ShouldBe(
            metrics.LastHour.P99ProcessingMs / 1_000, 1e-9);
        samples.Keys.ShouldContain("process_cpu_seconds_total");
    }

    // Dashboards and alert rules of operators rest on these names.
    [Fact]
    public async Task The_names_types_and_labels_are_a_contract()
    {
        await using var host = await DashboardHost.StartAsync(_store);

        var text = await host.Client.GetStringAsync("/metrics");

        var labels = Parse(text).Keys.Select(series => (Name: series.Split('{')[0], Labels: string.Join(',', LabelName().Matches(series))))
            .Distinct().ToDictionary(s => s.Name, s => s.Labels);
        var types = Comment().Matches(text).Where(m => m.Groups["kind"].Value == "TYPE")
            .Select(m => (Name: m.Groups["name"].Value, Type: m.Value.Split(' ')[^1].TrimEnd()))
            .Where(t => t.Name.StartsWith("dashboard_", StringComparison.Ordinal) || t.Name == "dotnet_allocated_bytes_total")
            .Where(t => labels.ContainsKey(t.Name))
            .Select(t => $"{t.Name}{{{labels[t.Name]}}} {t.Type}").Order(StringComparer.Ordinal).ToList();
        types.ShouldBe(Contract);
    }

    private static readonly string[] Contract =
    [
        "dashboard_alerts{status} gauge", "dashboard_audit_trail_broken{} gauge", "dashboard_card_numbers_total{action} counter", "dashboard_clients{} gauge",
        "dashboard_in_flight_transactions{} gauge", "dashboard_log_entries_dropped_total{} counter",
        "dashboard_queued_transactions{} gauge", "dashboard_refused_calls_total{reason,status} counter",
        "dashboard_refused_clients_total{} counter",
        "dashboard_refused_connections_total{} counter", "dashboard_rule_cost_seconds{rule} gauge",
        "dashboard_rule_payments_total{rule,result} counter", "dashboard_store_trouble{} gauge", "dashboard_transactions_per_second{} gauge",
        "dashboard_transactions_total{event} counter", "dashboard_window_beyond_scale_transactions{window} gauge",
        "dashboard_window_processing_seconds{window,percentile} gauge", "dashboard_window_transactions{window,outcome} gauge",
        "dotnet_allocated_bytes_total{} counter",
    ];

    private static Dictionary<string, double> Parse(string text)
    {
        var samples = new Dictionary<string, double>();
        var typed = new HashSet<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Comment().Match(line) is { Success: true } comment)
            {
                if (comment.Groups["kind"].Value == "TYPE") typed.Add(comment.Groups["name"].Value);
                continue;
            }

            var sample = Sample().Match(line);
            sample.Success.ShouldBeTrue(line);
            typed.ShouldContain(sample.Groups["name"].Value);
            samples.Add(sample.Groups["series"].Value, double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture));
        }

        return samples;
    }

    [GeneratedRegex("[a-z]+(?==\")")]
    private static partial Regex LabelName();

    [GeneratedRegex("^# (?<kind>HELP|TYPE) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) .+$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("^(?<series>(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*\\})?) (?<value>[-+0-9.eE]+|NaN)$")]
    private static partial Regex Sample();
}
