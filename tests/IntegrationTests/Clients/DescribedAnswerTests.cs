using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Dashboard.Api.Common;
using Dashboard.Application.Alerts;

namespace Dashboard.IntegrationTests.Clients;

/// <summary>What the running program answers is what its description says.</summary>
public sealed class DescribedAnswerTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Transactions = "/api/v1/transactions";
    private const string Unknown = "0000000000000";

    private static readonly string TooLong = new(' ', 17_000_000);

    private readonly DashboardHost _host = shared.Host;

    [Theory]
    [InlineData("", 202)]
    [InlineData("/batch", 200)]
    [InlineData("/stream", 200)]
    [InlineData("/stream?answers=rejected", 200)]
    [InlineData("/stream?answers=summary", 200)]
    public async Task A_transaction_that_is_taken(string path, int status)
    {
        var item = TestData.Json("described" + path.Length, "D-1");
        var body = path switch { "" => item, "/batch" => $"[{item},{item},{{}}]", _ => $"{item}\n{item}\n{{}}\n" };

        await JudgeAsync(Transactions + path, status, HttpMethod.Post, JsonText(body));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/batch")]
    [InlineData("/stream")]
    [InlineData("/0000000000000/outcome")]
    public async Task A_body_that_is_refused(string path)
    {
        if (path != "/stream") await JudgeAsync(Transactions + path, 400, HttpMethod.Post, JsonText("{\"x\":1}"));
        if (path != "/stream") await JudgeAsync(Transactions + path, 415, HttpMethod.Post, new StringContent("{}"));
        await JudgeAsync(Transactions + path, 415, HttpMethod.Post, new StringContent("{}", Encoding.Unicode, "application/json"));
        var packed = JsonText("{}");
        packed.Headers.ContentEncoding.Add("zstd");
        await JudgeAsync(Transactions + path, 415, HttpMethod.Post, packed);
        await JudgeAsync(Transactions + path, 403, HttpMethod.Post, JsonText("{}"), r => r.Headers.Add("Origin", "https://evil.example"));
        await JudgeAsync(Transactions + path, 400, HttpMethod.Post, JsonText("{}"), r => r.Headers.Host = "evil.example");
        // The server answers before the body is sent.
        if (path != "/stream")
            await JudgeAsync(Transactions + path, 413, HttpMethod.Post, JsonText(TooLong), r => r.Headers.ExpectContinue = true);
    }

    [Fact]
    public async Task A_reference_with_another_content()
    {
        await JudgeAsync(Transactions, 202, HttpMethod.Post, JsonText(TestData.Json("taken", "D-1")));

        await JudgeAsync(Transactions, 409, HttpMethod.Post,
            JsonText(TestData.Json("taken", "D-1").Replace("1.5", "2.5", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/api/v1/transactions?limit=5", 200)]
    [InlineData("/api/v1/transactions?limit=0&from=never", 400)]
    [InlineData("/api/v1/transactions/histogram?from=2026-01-01T00:00:00Z", 200)]
    [InlineData("/api/v1/transactions/histogram", 400)]
    [InlineData("/api/v1/transactions/export?format=ndjson", 200)]
    [InlineData("/api/v1/transactions/export?format=csv&decimal=comma", 200)]
    [InlineData("/api/v1/transactions/export?format=xlsx", 400)]
    [InlineData("/api/v1/metrics", 200)]
    [InlineData("/api/v1/metrics/series?range=15m", 200)]
    [InlineData("/api/v1/metrics/series?range=2h", 400)]
    [InlineData("/api/v1/alerts", 200)]
    [InlineData("/api/v1/alerts?severity=Loud", 400)]
    [InlineData("/api/v1/reconciliation", 200)]
    [InlineData("/api/v1/simulator", 200)]
    public async Task A_question(string path, int status)
    {
        // An alert, a flag, an end and a currency without decimals are among the answers.
        await _host.IngestAsync(TestData.Item(
            amount: 9_000_000, currency: "JPY", source: "asked", account: "A-" + status, reference: "D-1", createdAt: TestData.Time));
        await _host.WaitUntilIdleAsync();

        await JudgeAsync(path, status, HttpMethod.Get);
    }

    [Fact]
    public async Task One_transaction_and_its_outcome()
    {
        var id = (await _host.IngestAsync(TestData.Item(source: "one")))[0].Id!.Value;
        await _host.WaitUntilIdleAsync();

        await JudgeAsync($"{Transactions}/{id}", 200, HttpMethod.Get);
        await JudgeAsync($"{Transactions}/{Unknown}", 404, HttpMethod.Get);
        await JudgeAsync($"{Transactions}/{id}/outcome", 409, HttpMethod.Post, JsonText("{\"status\":\"Completed\"}"));
    }

    [Fact]
    public async Task An_alert_from_open_to_resolved()
    {
        await _host.IngestAsync(TestData.Item(amount: 90_000, source: "alert"));
        var id = (await Poll.UntilAsync(() => _host.GetAsync<AlertPage>("/api/v1/alerts?status=Open"), p => p.Items.Count > 0)).Items[0].Id;

        await JudgeAsync($"/api/v1/alerts/{id}/acknowledge", 200, HttpMethod.Post);
        await JudgeAsync($"/api/v1/alerts/{id}/resolve", 200, HttpMethod.Post);
        await JudgeAsync($"/api/v1/alerts/{id}/acknowledge", 409, HttpMethod.Post);
        await JudgeAsync($"/api/v1/alerts/{Unknown}/resolve", 404, HttpMethod.Post);
    }

    [Fact]
    public async Task The_simulator()
    {
        const string Path = "/api/v1/simulator";
        await JudgeAsync(Path, 200, HttpMethod.Put, JsonText("{\"enabled\":false,\"transactionsPerSecond\":5}"));
        await JudgeAsync(Path, 400, HttpMethod.Put, JsonText("{\"enabled\":false,\"transactionsPerSecond\":-1}"));
        await JudgeAsync(Path, 415, HttpMethod.Put, new StringContent("{}"));
    }

    [Fact]
    public async Task A_refusal_that_passes_says_when_to_retry()
    {
        using var store = new TemporaryStore();
        await using var host = await DashboardHost.StartAsync(store, new()
        {
            ["Ingest:Patience"] = "00:00:00.050",
            ["Ingest:MaxStreams"] = "1",
        });
        using var stream = await StreamCall.OpenAsync(host.Address);
        await stream.SendAsync(TestData.Json("busy", "B-1") + "\n");
        (await stream.AnswerAsync()).ShouldNotBeNull();

        using var response = await host.Client.PostAsync(Transactions + "/stream", JsonText("{}"));

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter.ShouldNotBeNull();
        await (await DescribedApi.ReadAsync(host.Client)).JudgeAsync(Transactions + "/stream", response);
    }

    [Fact]
    public async Task Every_refusal_of_the_table_is_described()
    {
        var table = typeof(Refusals).GetFields().Select(f => f.GetValue(null)).OfType<Refusal>().ToList();
        var described = (await DescribedApi.ReadAsync(_host.Client)).Calls.SelectMany(c => c.Call["responses"]!.AsObject())
            .Select(r => (r.Key, Text: r.Value!["description"]!.GetValue<string>())).ToList();
        table.Count.ShouldBeGreaterThan(15);

        // The hub and the sign-in are no part of the description, and any call may meet a program that is out of memory.
        Refusal[] others = [Refusals.TooManyClients, Refusals.OutOfMemory, Refusals.SignInFailed, Refusals.ProviderAway];
        table.Except(others)
            .Where(r => !described.Any(d => d.Key == $"{r.Status}" && d.Text.Contains(r.Title, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    private static StringContent JsonText(string body) => new(body, new MediaTypeHeaderValue("application/json"));

    private async Task JudgeAsync(
        string address, int status, HttpMethod method, HttpContent? body = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body };
        change?.Invoke(request);
        using var response = await _host.Client.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(status, await response.Content.ReadAsStringAsync());
        var described = await DescribedApi.ReadAsync(_host.Client);
        await described.JudgeAsync(Template(address), response);
    }

    private static string Template(string address) => string.Join('/', address.Split('?')[0].Split('/')
        .Select(part => part.Length == Unknown.Length && char.IsAsciiDigit(part[0]) ? "{id}" : part));
}
