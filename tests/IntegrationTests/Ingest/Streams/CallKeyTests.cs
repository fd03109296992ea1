using System.Net;
using System.Text;
using System.Text.Json;
using Dashboard.IntegrationTests.Storage;

namespace Dashboard.IntegrationTests.Ingest.Streams;

/// <summary>A batch or stream that is sent again under its key is stored once (docs/adr/0023).</summary>
public abstract class CallKeyTests : StoreTest
{
    [Theory]
    [InlineData("/batch", "[{0},{1}]", "[{0},{2}]")]
    [InlineData("/stream", "{0}\n{1}\n", "{0}\n{2}\n")]
    public async Task The_key_and_the_position_identify_an_item(string path, string lines, string changed)
    {
        await using var host = await StartAsync(new() { ["Processing:MaxDelay"] = "00:00:00.020", ["Processing:MinDelay"] = "00:00:00" });
        // Two items may be equal and are two all the same.
        string[] items = [Item(1), Item(1), Item(2)];

        var first = await SendAsync(host, path, string.Format(null, lines, items), "BK1");
        var again = await SendAsync(host, path, string.Format(null, lines, items), "\"BK1\"");
        var other = await SendAsync(host, path, string.Format(null, changed, items), "BK1");
        var fresh = await SendAsync(host, path, string.Format(null, lines, items), "BK2");

        first.Select(a => a.Outcome).ShouldBe(["accepted", "accepted"]);
        again.ShouldBe(first.Select(a => a with { Outcome = "duplicate" }));
        other.ShouldBe([again[0], new("rejected", first[1].Id, "amount")]);
        fresh.Select(a => a.Outcome).ShouldBe(["accepted", "accepted"]);
        (await host.HistoryAsync("&source=k")).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_key_that_cannot_be_used_refuses_the_call_and_names_the_header()
    {
        await using var host = await StartAsync(new());

        foreach (var (path, key) in new[] { ("/batch", new string('k', 101)), ("/stream", new string('k', 101)), ("/batch", "\"k"),
            ("", "\"\"") })
        {
            using var response = await PostAsync(host, path, path == "/batch" ? $"[{Item(1)}]" : Item(1), key);

            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await response.Content.ReadAsStringAsync()).ShouldContain("Idempotency-Key");
        }

        (await host.MetricsAsync()).Flow.Received.ShouldBeGreaterThanOrEqualTo(0);
        (await host.HistoryAsync()).ShouldBeEmpty();
    }

    private static string Item(int amount) => $$"""{"source":"k","account":"A","amount":{{amount}},"currency":"EUR"}""";

    private static async Task<HttpResponseMessage> PostAsync(DashboardHost host, string path, string body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/transactions" + path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await host.Client.SendAsync(request);
    }

    private static async Task<List<Answer>> SendAsync(DashboardHost host, string path, string body, string key)
    {
        using var response = await PostAsync(host, path, body, key);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        var answers = path == "/batch"
            ? JsonDocument.Parse(text).RootElement.GetProperty("items").EnumerateArray()
            : text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement);
        return [.. answers.Select(a =>
            new Answer(a.GetProperty("outcome").GetString()!, a.GetProperty("id").GetString()!, Errors(a.GetProperty("errors"))))];
    }

    private static string Errors(JsonElement errors) =>
        errors.ValueKind == JsonValueKind.Object ? string.Join(',', errors.EnumerateObject().Select(e => e.Name)) : "";

    private sealed record Answer(string Outcome, string Id, string Errors);
}

public sealed class SqliteCallKeyTests : CallKeyTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteDatabase());
}

public sealed class PostgresCallKeyTests(PostgresServers servers) : CallKeyTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}

public sealed class SqlServerCallKeyTests(SqlServers servers) : CallKeyTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}
