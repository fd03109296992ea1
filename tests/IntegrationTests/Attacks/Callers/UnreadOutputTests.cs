using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Dashboard.IntegrationTests.Attacks.Callers;

/// <summary>The program with its log in a pipe that nobody reads.</summary>
public sealed class UnreadOutputTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Nobody_waits_for_the_output_of_the_log()
    {
        // Everything is logged, so that the queue is full soon.
        using var program = ChildProgram.WithUnreadOutput(
            _store, out var server, "--Serilog:MinimumLevel:Default=Debug", "--Serilog:MinimumLevel:Override:Microsoft=Debug");
        using var client = new HttpClient { BaseAddress = server };
        await Poll.UntilAsync(() => AnswersAsync(client));

        await Poll.UntilAsync(async () =>
        {
            await client.GetAsync("/api/v1/metrics");
            return (await client.GetFromJsonAsync<JsonElement>("/health/ready")).GetProperty("checks").GetProperty("log");
        }, log => log.GetProperty("status").GetString() == "Degraded");

        (await client.GetStringAsync("/metrics")).ShouldMatch("dashboard_log_entries_dropped_total [1-9]");
        await using var viewer = await HubClient.ConnectAsync(server);
        var ticks = viewer.Ticks;
        using var stored = await client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(TestData.Json("unread", "U-1")));
        stored.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await viewer.WaitForTicksAsync(ticks + 3);
        await viewer.DisposeAsync();

        program.SendTerminate();

        (await program.WaitForExitAsync()).ShouldBe(0);
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync("/health/live")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
