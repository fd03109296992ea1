using System.Text.Json;

namespace Dashboard.IntegrationTests.Hosting;

public sealed class HeadTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task HEAD_is_GET_without_a_body_at_every_address()
    {
        await using var host = await DashboardHost.StartAsync(_store);
        await host.IngestAsync(TestData.Item());
        string[] paths =
        [
            "/api/v1/metrics", "/api/v1/transactions", "/api/v1/transactions/export", "/api/v1/alerts", "/api/v1/simulator",
                "/api/v1/transactions?limit=0",
            "/api/v1/nothing", "/openapi/v1.json", "/metrics", "/docs", "/health/live", "/health/ready",
        ];
        foreach (var path in paths)
        {
            using var get = await host.Client.GetAsync(path);
            using var head = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

            head.StatusCode.ShouldBe(get.StatusCode, path);
            head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType, path);
            (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task The_description_knows_the_types_of_times_amounts_and_names()
    {
        await using var host = await DashboardHost.StartAsync(_store);

        var schemas = JsonDocument.Parse(await host.Client.GetStringAsync("/openapi/v1.json")).RootElement.GetProperty("components")
            .GetProperty("schemas");

        var transaction = schemas.GetProperty("TransactionDto").GetProperty("properties");
        transaction.GetProperty("createdAt").GetProperty("format").GetString().ShouldBe("date-time");
        transaction.GetProperty("amount").GetProperty("type").GetString().ShouldBe("number");
        transaction.GetProperty("amount").GetProperty("format").GetString().ShouldBe("decimal");
        schemas.GetProperty("TransactionStatus").GetProperty("enum").EnumerateArray().Select(e => e.GetString())
            .ShouldBe(["Pending", "Processing", "Completed", "Failed"]);
    }
}
