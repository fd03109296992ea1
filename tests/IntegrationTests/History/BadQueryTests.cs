using System.Net;

namespace Dashboard.IntegrationTests.History;

public sealed class BadQueryTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly HttpClient _client = shared.Host.Client;

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

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await response.ErrorsAsync()).ShouldContain(field);
    }

    [Theory]
    [InlineData("", "from")]
    [InlineData("?from=2026-01-01T00:00:00Z&buckets=0", "buckets")]
    [InlineData("?from=2026-01-01T00:00:00Z&buckets=121", "buckets")]
    [InlineData("?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", "to")]
    [InlineData("?from=2996-01-01T00:00:00Z", "to")]
    [InlineData("?from=2026-01-01T00:00:00Z&currency=XYZ", "currency")]
    [InlineData("?from=2026-01-01T00:00:00Z&limit=10", "limit")]
    public async Task A_bad_histogram_query_is_a_400_that_names_the_field(string query, string field)
    {
        var response = await _client.GetAsync("/api/v1/transactions/histogram" + query);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
    }

    [Theory]
    [InlineData("?format=xml", "format")]
    [InlineData("?limit=5", "limit")]
    [InlineData("?cursor=0000000000000", "cursor")]
    [InlineData("?stauts=Failed", "stauts")]
    [InlineData("?currency=XYZ", "currency")]
    public async Task A_bad_export_query_is_a_400_that_names_the_field(string query, string field)
    {
        var response = await _client.GetAsync("/api/v1/transactions/export" + query);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
    }

    [Fact]
    public async Task Random_queries_never_get_a_500()
    {
        var random = new Random(5);
        string[] names = ["status", "source", "account", "reference", "currency", "minAmount", "maxAmount", "flagged", "from", "to",
            "limit", "cursor", "x"];
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
}
