using System.Net;

namespace Dashboard.IntegrationTests.Hosting;

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
    [InlineData("Server:AllowedHosts:0", "https://ops.example.com")]
    [InlineData("Server:AllowedHosts:0", "ops.example.com:8080")]
    [InlineData("Server:AllowedHosts:0", "*")]
    [InlineData("Server:TrustedProxies:0", "proxy.example.com")]
    [InlineData("Server:TrustedProxies:0", "10.0.0.1/8")]
    [InlineData("Server:PathBase", "payments")]
    [InlineData("Server:PathBase", "/payments/")]
    [InlineData("Server:PathBase", "//evil.example")]
    public async Task A_bad_setting_stops_the_start_with_a_sentence_that_names_it(string key, string value)
    {
        using var program = new ChildProgram(_store, "Production", $"--{key}={value}");

        (await program.WaitForExitAsync()).ShouldBe(1);
        var message = await program.WaitForLineAsync("Not started, the configuration is not valid");
        message.ShouldContain(key.Split(':')[1]);
        program.Output.ShouldNotContain(l => l.StartsWith("   at ", StringComparison.Ordinal));
        File.Exists(_store.File).ShouldBeFalse();
    }

    [Fact]
    public async Task A_program_started_from_another_folder_has_its_settings()
    {
        using var program = ChildProgram.FromOtherFolder(_store);

        // The settings of the log are in the file of settings: without it no line is written.
        using var client = await program.ConnectAsync();
        (await client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_terminal_that_is_closed_is_a_clean_stop()
    {
        using var program = new ChildProgram(_store, "Production");
        using var client = await program.ConnectAsync();

        program.SendHangup();

        (await program.WaitForExitAsync()).ShouldBe(0);
        await program.WaitForLineAsync("Application is shutting down");
    }

    [Fact]
    public async Task Ctrl_C_under_load_is_a_clean_stop_with_nothing_unwritten()
    {
        using (var program = new ChildProgram(_store, "Production", "--Simulator:Enabled=true", "--Simulator:TransactionsPerSecond=200"))
        {
            using var client = await program.ConnectAsync();
            await Poll.UntilAsync(client.MetricsAsync, m => m.Flow.Accepted >= 500);

            program.SendInterrupt();

            (await program.WaitForExitAsync()).ShouldBe(0);
            program.Output.ShouldNotContain(l => l.Contains(" ERR ") || l.Contains(" FTL "));
        }

        await using var again = await DashboardHost.StartAsync(_store);
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
        // A tick later: a line of it would have been written by now.
        var before = await client.MetricsAsync();
        await Poll.UntilAsync(client.MetricsAsync, m => m.ComputedAt > before.ComputedAt);

        production.Output.ShouldNotContain(l => l.Contains("Tick"));
    }
}
