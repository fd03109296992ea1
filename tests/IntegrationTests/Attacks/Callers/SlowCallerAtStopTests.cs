using Dashboard.Application.Books;

namespace Dashboard.IntegrationTests.Attacks.Callers;

/// <summary>Callers that send or read slowly while the program stops.</summary>
public sealed class SlowCallerAtStopTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("POST /api/v1/transactions", "application/json", "{")]
    [InlineData("POST /api/v1/transactions/batch", "application/json", "[")]
    [InlineData("POST /api/v1/transactions/stream", "application/x-ndjson", "{")]
    [InlineData("GET /api/v1/transactions/export?format=csv", null, "")]
    public async Task Do_not_make_the_stop_unclean(string call, string? contentType, string body)
    {
        using (var program = new ChildProgram(_store, "Production", "--Processing:MaxDelay=00:00:00.500"))
        {
            using var client = await program.ConnectAsync();
            if (contentType is null) await FillAsync(client);
            using var slow = await RawConnection.OpenAsync(client.BaseAddress!, receiveBytes: 4096);
            await slow.SendAsync(
                $"{call} HTTP/1.1\r\nHost: {client.BaseAddress!.Authority}\r\n"
                + (contentType is null ? "" : $"Content-Type: {contentType}\r\nContent-Length: 60000\r\n") + "\r\n" + body);
            if (contentType is null) (await slow.ReadStatusAsync()).ShouldBe(200);
            await SendAsync(client, 2_000, ended: false);

            program.SendTerminate();

            (await program.WaitForExitAsync()).ShouldBe(0, string.Join('\n', program.Output.TakeLast(20)));
            program.Output.Where(l => l.Contains(" ERR ") || l.Contains(" FTL ")).ShouldBeEmpty(string.Join("\n", program.Output.TakeLast(30)));
        }

        await using var again = await DashboardHost.StartAsync(_store);
        (await again.GetAsync<Reconciliation>("/api/v1/reconciliation")).Balanced.ShouldBeTrue();
        (await again.MetricsAsync()).Flow.Recovered.ShouldBe(0, "the stop waited for everything in flight");
    }

    // An export of these rows is more than the buffers on the way to its reader hold.
    private static async Task FillAsync(HttpClient client)
    {
        for (var batch = 0; batch < 6; batch++) await SendAsync(client, 5_000, ended: true);
    }

    private static async Task SendAsync(HttpClient client, int count, bool ended)
    {
        var end = ended ? ",\"status\":\"Completed\"" : "";
        var items = Enumerable.Range(0, count).Select(i => $$"""{"source":"s","account":"a{{i}}","amount":1,"currency":"EUR"{{end}}}""");
        using var answer = await client.PostAsync("/api/v1/transactions/batch", ApiCalls.JsonBody($"[{string.Join(',', items)}]"));
        answer.EnsureSuccessStatusCode();
    }
}
