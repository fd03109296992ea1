using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Dashboard.Infrastructure.Storage.Upkeep;
using Dashboard.IntegrationTests.Common;

namespace Dashboard.IntegrationTests.Api;

public sealed class ProgramTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("Processing:MinDelay", "00:00:05")]
    [InlineData("Storage:BatchSize", "0")]
    [InlineData("Live:BroadcastInterval", "00:00:00")]
    [InlineData("Flagging:LargeAmounts:EURO", "5")]
    [InlineData("Flagging:LargeAmounts:EUR", "-5")]
    [InlineData("Simulator:TransactionsPerSecond", "-1")]
    [InlineData("Simulator:TransactionsPerSecond", "ten")]
    [InlineData("Storage:Provider", "Oracle")]
    [InlineData("Storage:BatchInterval", "00:00:00")]
    [InlineData("Storage:Retention", "00:59:59")]
    [InlineData("Storage:Retention", "36501.00:00:00")]
    [InlineData("Storage:Retention", "a month")]
    [InlineData("Replay:File", "no-such-file.csv")]
    [InlineData("Api:AllowedOrigins:0", "https://ops.example.com/path")]
    public async Task A_bad_setting_stops_the_start_with_a_sentence_that_names_it(string key, string value)
    {
        using var program = new ChildProgram(_store, "Production", $"--{key}={value}");

        var (exitCode, _) = await program.WaitForExitAsync();

        exitCode.ShouldBe(1);
        var message = await program.WaitForLineAsync("Not started, the configuration is not valid");
        message.ShouldContain(key.Split(':')[1]);
        program.Output.ShouldNotContain(l => l.StartsWith("   at ", StringComparison.Ordinal));
        File.Exists(_store.File).ShouldBeFalse();
    }

    [Fact]
    public async Task Its_health_can_be_asked_for_from_the_command_line()
    {
        using var program = new ChildProgram(_store, "Production");
        using var client = await program.ConnectAsync();

        var (running, line) = await AskAsync(client.BaseAddress!);
        program.Kill();
        await program.WaitForExitAsync();
        var (gone, reason) = await AskAsync(client.BaseAddress!);

        (running, gone).ShouldBe((0, 1));
        line.ShouldContain("Healthy");
        reason.ShouldContain("does not answer");
    }

    [Fact]
    public async Task Ctrl_C_under_load_stops_within_ten_seconds_with_nothing_unwritten()
    {
        using (var program = new ChildProgram(_store, "Production", "--Simulator:Enabled=true", "--Simulator:TransactionsPerSecond=200"))
        {
            using var client = await program.ConnectAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            while ((await client.GetFromJsonAsync<DashboardMetricsDto>("/api/v1/metrics", DashboardHost.Json))!.Flow.Accepted < 500)
                await timer.WaitForNextTickAsync(patience.Token);

            program.SendInterrupt();
            var (exitCode, elapsed) = await program.WaitForExitAsync();

            exitCode.ShouldBe(0);
            elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
            program.Output.ShouldNotContain(l => l.Contains(" ERR ") || l.Contains(" FTL "));
        }

        await using var again = new DashboardHost(_store);
        var stored = await again.HistoryAsync();
        stored.Count.ShouldBeGreaterThanOrEqualTo(500);
        stored.ShouldAllBe(t => t.CompletedAt != null);
        (await again.MetricsAsync()).LastHour.Count.ShouldBe(stored.Count);
    }

    [Fact]
    public async Task A_development_start_shows_a_line_per_tick_and_production_is_silent()
    {
        using var development = new ChildProgram(_store, "Development");
        using var otherStore = new TemporaryStore();
        using var production = new ChildProgram(otherStore, "Production");

        await development.WaitForLineAsync("Tick to 0 clients");
        await production.WaitForLineAsync("Application started");
        using var client = await production.ConnectAsync();
        var before = await client.GetFromJsonAsync<JsonElement>("/api/v1/metrics");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while ((await client.GetFromJsonAsync<JsonElement>("/api/v1/metrics")).GetProperty("computedAt").GetString() == before.GetProperty("computedAt").GetString())
            await timer.WaitForNextTickAsync(patience.Token);

        production.Output.ShouldNotContain(l => l.Contains("Tick"));
    }

    private async Task<(int Code, string Line)> AskAsync(Uri address)
    {
        using var command = new ChildProgram(_store, "Production", "--health", $"--urls={address}");
        var (code, _) = await command.WaitForExitAsync();
        return (code, command.Output.Single());
    }
}
