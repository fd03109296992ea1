using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dashboard.IntegrationTests.Common;

namespace Dashboard.IntegrationTests.Api;

public sealed class BadInputTests : IClassFixture<BadInputTests.Running>
{
    private readonly HttpClient _client;

    public BadInputTests(Running running) => _client = running.Host.Client;

    [Theory]
    [InlineData("status=Done", "status")]
    [InlineData("status=", "status")]
    [InlineData("status=2", "status")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=99999999999", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("cursor=abc", "cursor")]
    [InlineData("currency=XYZ", "currency")]
    [InlineData("minAmount=1,5", "minAmount")]
    [InlineData("minAmount=1e999", "minAmount")]
    [InlineData("maxAmount=NaN", "maxAmount")]
    [InlineData("minAmount=5&maxAmount=4", "maxAmount")]
    [InlineData("flagged=maybe", "flagged")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-13-01T00:00:00Z", "to")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "to")]
    [InlineData("account=", "account")]
    [InlineData("account=%00", "account")]
    [InlineData("stauts=Failed", "stauts")]
    public async Task A_bad_history_query_is_a_400_that_names_the_field(string query, string field)
    {
        var response = await _client.GetAsync("/api/v1/transactions?" + query);

        await ShouldNameAsync(response, field);
    }

    [Theory]
    [InlineData("{}", "enabled")]
    [InlineData("{\"enabled\":true}", "transactionsPerSecond")]
    [InlineData("{\"enabled\":true,\"transactionsPerSecond\":-1}", "transactionsPerSecond")]
    [InlineData("{\"enabled\":true,\"transactionsPerSecond\":10001}", "transactionsPerSecond")]
    [InlineData("{\"enabled\":\"yes\",\"transactionsPerSecond\":1}", "enabled")]
    [InlineData("{\"enabled\":true,\"transactionsPerSecond\":1.5}", "transactionsPerSecond")]
    [InlineData("{\"enabled\":true,\"transactionsPerSecond\":1,\"speed\":3}", "speed")]
    [InlineData("{\"enabled\":true,", "body")]
    [InlineData("[]", "body")]
    [InlineData("null", "body")]
    [InlineData("", "body")]
    public async Task A_bad_simulator_setting_is_a_400_that_names_the_field_and_changes_nothing(string body, string field)
    {
        var before = await _client.GetStringAsync("/api/v1/simulator");

        var response = await _client.PutAsync("/api/v1/simulator", new StringContent(body, Encoding.UTF8, "application/json"));

        await ShouldNameAsync(response, field);
        (await _client.GetStringAsync("/api/v1/simulator")).ShouldBe(before);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/v1/metrics", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/api/v1/simulator", HttpStatusCode.MethodNotAllowed)]
    public async Task A_wrong_address_or_method_is_a_problem_document(string method, string path, HttpStatusCode expected)
    {
        var response = await _client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        response.StatusCode.ShouldBe(expected);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_by_its_type_is_a_415_problem()
    {
        var response = await _client.PutAsync("/api/v1/simulator", new StringContent("enabled=true", Encoding.UTF8, "text/plain"));

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Random_queries_never_get_a_500()
    {
        var random = new Random(5);
        string[] names = ["status", "source", "account", "reference", "currency", "minAmount", "maxAmount", "flagged", "from", "to", "limit", "cursor", "x"];
        for (var i = 0; i < 400; i++)
        {
            var query = string.Join('&', Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
                names[random.Next(names.Length)] + "=" + Uri.EscapeDataString(RandomText(random))));

            var response = await _client.GetAsync("/api/v1/transactions?" + query);

            ((int)response.StatusCode).ShouldBeLessThan(500, query);
        }
    }

    private static string RandomText(Random random) => random.Next(4) switch
    {
        0 => random.NextInt64().ToString(System.Globalization.CultureInfo.InvariantCulture),
        1 => new string([.. Enumerable.Range(0, random.Next(80)).Select(_ => (char)random.Next(0x20, 0xD7FF))]),
        2 => "2026-01-01T00:00:00Z",
        _ => new string([.. Enumerable.Range(0, random.Next(20)).Select(_ => (char)random.Next(0, 128))]),
    };

    private static async Task ShouldNameAsync(HttpResponseMessage response, string field)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldContain(field);
    }

    public sealed class Running : IDisposable
    {
        private readonly TemporaryStore _store = new();

        public Running() => Host = new DashboardHost(_store);

        internal DashboardHost Host { get; }

        public void Dispose()
        {
            Host.Dispose();
            _store.Dispose();
        }
    }
}
