using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dashboard.IntegrationTests.Metrics;

/// <summary>The Grafana dashboard and the alert rules ask for what the running program exposes.</summary>
public sealed partial class MonitoringFileTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private static readonly string Rules = Path.Combine(Checkout.Root, "docs", "prometheus", "alerts.yml");
    private static readonly string Dashboard = Path.Combine(Checkout.Root, "docs", "grafana", "dashboard.json");

    // Prometheus adds these to every series; the dashboard has variables for them.
    private static readonly string[] OfTheTarget = ["job", "instance"];

    [Fact]
    public async Task Every_name_label_and_value_of_the_dashboard_exists()
    {
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Dashboard, TestContext.Current.CancellationToken));
        var targets = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(p => p.GetProperty("targets").EnumerateArray()).ToList();
        targets.Count.ShouldBeGreaterThan(15);
        var series = await SeriesAsync();

        foreach (var target in targets)
        {
            var (query, legend) = (target.GetProperty("expr").GetString()!, target.GetProperty("legendFormat").GetString()!);
            var labels = Check(query, series);
            LegendLabel().Matches(legend).Select(m => m.Groups[1].Value).ShouldBeSubsetOf(labels.Concat(OfTheTarget), legend);
        }
    }

    [Fact]
    public async Task Every_figure_of_the_program_is_on_the_dashboard()
    {
        var dashboard = await File.ReadAllTextAsync(Dashboard, TestContext.Current.CancellationToken);

        (await SeriesAsync()).Select(s => s.Name).Where(n => n.StartsWith("dashboard_", StringComparison.Ordinal)).Distinct()
            .ShouldAllBe(name => dashboard.Contains(name + "{"));
    }

    [Fact]
    public async Task Every_name_label_and_value_of_the_alert_rules_exists()
    {
        var rules = await File.ReadAllTextAsync(Rules, TestContext.Current.CancellationToken);
        AlertName().Count(rules).ShouldBeGreaterThan(8);

        Check(rules, await SeriesAsync());
    }

    [Fact]
    public async Task The_alert_rules_are_valid_for_Prometheus()
    {
        var start = new ProcessStartInfo("promtool", ["check", "rules", Rules])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        Process promtool;
        try
        {
            promtool = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("promtool is not installed. It comes with Prometheus (apt-get install prometheus).");
            return;
        }

        using (promtool)
        {
            var said = promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = await promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
            promtool.ExitCode.ShouldBe(0, errors);
            (await said).ShouldContain("rules found");
        }
    }

    // Checks each name, matcher and grouping of a query; gives the labels of the series that it names.
    private static HashSet<string> Check(string query, IReadOnlyList<Series> known)
    {
        var labels = new HashSet<string>();
        foreach (var selector in Selector().Matches(query).Cast<Match>())
        {
            var name = selector.Groups["name"].Value;
            var series = known.Where(s => s.Name == name).ToList();
            series.ShouldNotBeEmpty($"{name} does not exist, in {query}");
            labels.UnionWith(series[0].Labels.Keys);
            foreach (var matcher in Matcher().Matches(selector.Groups["matchers"].Value).Cast<Match>())
            {
                var (label, values) = (matcher.Groups["label"].Value, matcher.Groups["values"].Value.Split('|'));
                if (OfTheTarget.Contains(label)) continue;
                series[0].Labels.Keys.ShouldContain(label, $"a label of {name}, in {query}");
                values.ShouldBeSubsetOf(series.Select(s => s.Labels[label]), $"{label} of {name}, in {query}");
            }
        }

        Grouping().Matches(query).SelectMany(g => g.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))
            .ShouldBeSubsetOf(labels.Concat(OfTheTarget), query);
        return labels;
    }

    private async Task<IReadOnlyList<Series>> SeriesAsync()
    {
        var text = await shared.Host.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return
        [
            .. text.Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => new Series(
                l.Split('{', ' ')[0],
                Matcher().Matches(l).ToDictionary(m => m.Groups["label"].Value, m => m.Groups["values"].Value))),
        ];
    }

    private sealed record Series(string Name, IReadOnlyDictionary<string, string> Labels);

    [GeneratedRegex("""(?<name>\b(dashboard|process|dotnet)_\w+)(\{(?<matchers>[^}]*)\})?""")]
    private static partial Regex Selector();

    [GeneratedRegex("""(?<label>\w+)(=|=~|!=|!~)"(?<values>[^"]*)"[,}]?""")]
    private static partial Regex Matcher();

    [GeneratedRegex("""\bby \(([^)]*)\)""")]
    private static partial Regex Grouping();

    [GeneratedRegex("""\{\{(\w+)\}\}""")]
    private static partial Regex LegendLabel();

    [GeneratedRegex("- alert: ")]
    private static partial Regex AlertName();
}
