using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;

namespace Dashboard.IntegrationTests.Attacks.Callers;

/// <summary>Negotiations that no connection follows, and answers of Resume that no client reads.</summary>
[Collection(AttackCollection.Name)]
public sealed class HubFloodTests : IDisposable
{
    private static readonly int Flood = LongRunningTests.Enabled ? 100_000 : 400;
    private static readonly int Deaf = LongRunningTests.Enabled ? 500 : 120;

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Negotiations_without_a_connection_have_a_bound_expire_and_keep_no_client_away()
    {
        const int Max = 20;
        await using var host = await DashboardHost.StartAsync(
            _store, new() { ["Live:MaxNegotiations"] = $"{Max}", ["Live:NegotiationTimeout"] = "00:00:20" });
        await using var others = await Others.JoinAsync(host.Client);
        var without = await others.WatchAsync();

        var flood = FloodAsync(host.Address);
        var during = await others.WatchAsync();
        await using var client = await HubClient.ConnectAsync(host);
        await client.WaitForAsync(c => c.Ticks > 1);
        var kept = (await flood).Count(transports => transports.Contains(nameof(HttpTransportType.LongPolling)));

        kept.ShouldBe(Max);
        (await host.Client.GetStringAsync("/metrics")).ShouldContain(
            $"dashboard_refused_calls_total{{reason=\"negotiations_full\",status=\"websockets_only\"}} {Flood + 1 - Max}");
        during.ShouldBeNear(without);
    }

    [Fact]
    public async Task A_negotiated_connection_is_forgotten_soon_and_makes_room()
    {
        await using var host = await DashboardHost.StartAsync(
            _store, new() { ["Live:MaxNegotiations"] = "10", ["Live:NegotiationTimeout"] = "00:00:01" });
        for (var i = 0; i < 10; i++) await NegotiateAsync(host.Client);

        (await NegotiateAsync(host.Client)).ShouldBe([nameof(HttpTransportType.WebSockets)]);
        await Poll.UntilAsync(async () => (await NegotiateAsync(host.Client)).Count == 3);
    }

    [Fact]
    public async Task Clients_that_connect_leave_room_for_the_next()
    {
        await using var host = await DashboardHost.StartAsync(
            _store, new() { ["Live:MaxNegotiations"] = "10", ["Live:NegotiationTimeout"] = "00:01:00" });
        for (var i = 0; i < 20; i++) await (await HubClient.ConnectAsync(host)).DisposeAsync();

        (await NegotiateAsync(host.Client)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Answers_of_Resume_that_are_not_read_cost_little_memory_and_hold_up_no_other_client()
    {
        using var program = new ChildProgram(_store, "Production", "--Processing:MaxDelay=00:00:00.100");
        using var http = await program.ConnectAsync();
        for (var batch = 0; batch < 2; batch++) await FillJournalAsync(http, batch);
        await using var others = await Others.JoinAsync(http);
        await using var client = await HubClient.ConnectAsync(http.BaseAddress!);
        var epoch = (await http.MetricsAsync()).Epoch;
        (await client.ResumeAsync(epoch, 0)).Transactions.Count.ShouldBe(5_000);
        var without = await others.WatchAsync();
        var before = program.WorkingSet;

        var deaf = await Task.WhenAll(Enumerable.Range(0, Deaf).Select(_ => RawHubClient.ConnectAsync(http.BaseAddress!)));
        await Task.WhenAll(deaf.Select(async d =>
        {
            for (var i = 0; i < 5; i++) await d.AskToResumeAsync(epoch, 0);
        }));
        var during = await others.WatchAsync();
        var answer = await client.ResumeAsync(epoch, 0);

        answer.Transactions.Count.ShouldBeGreaterThan(0);
        during.ShouldBeNear(without);
        TestContext.Current.SendDiagnosticMessage("{0} MB before, {1} MB at most", before >> 20, program.PeakMemoryBytes >> 20);
        program.PeakMemoryBytes.ShouldBeLessThan(before * 2);
        await Task.WhenAll(deaf.Select(d => d.DisposeAsync().AsTask()));
    }

    private static async Task FillJournalAsync(HttpClient http, int batch)
    {
        var items = Enumerable.Range(0, 5_000).Select(i => TestData.Json("journal", $"j-{batch}-{i}").Replace(
            "}", ",\"status\":\"Completed\"}", StringComparison.Ordinal));
        using var answer = await http.PostAsync("/api/v1/transactions/batch", ApiCalls.JsonBody($"[{string.Join(',', items)}]"));
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<IReadOnlyList<IReadOnlyList<string>>> FloodAsync(Uri server)
    {
        using var http = new HttpClient { BaseAddress = server };
        var answers = new List<IReadOnlyList<string>>();
        for (var sent = 0; sent < Flood; sent += 50)
            answers.AddRange(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => NegotiateAsync(http))));
        return answers;
    }

    /// <summary>The transports that a negotiation offers.</summary>
    private static async Task<IReadOnlyList<string>> NegotiateAsync(HttpClient http)
    {
        using var answer = await http.PostAsync("/hubs/dashboard/negotiate?negotiateVersion=1", content: null);
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return [.. body.GetProperty("availableTransports").EnumerateArray().Select(t => t.GetProperty("transport").GetString()!)];
    }
}
