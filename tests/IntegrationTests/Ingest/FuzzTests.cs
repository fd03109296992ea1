using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Dashboard.IntegrationTests.Common;

namespace Dashboard.IntegrationTests.Ingest;

/// <summary>Broken bodies and headers in all ways that chance finds. DASHBOARD_TEST_FUZZ sets how many (default 1,500).</summary>
public sealed class FuzzTests : IDisposable
{
    private static readonly string[] Values =
    [
        "null", "true", "-0", "1e308", "1e400", "99999999999999999999999999999", "0.000000000000000000000000000001", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "[]", "{}",
        "\"2026-02-30T00:00:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"'; DROP TABLE Transactions; --\"", "\"XXX\"", "NaN", "5", "\"5\"",
    ];

    private static readonly string[] Fields = ["source", "reference", "account", "counterparty", "amount", "currency", "createdAt", "status", ""];

    private readonly TemporaryStore _store = new();
    private readonly DashboardHost _host;

    public FuzzTests() => _host = new DashboardHost(_store, new() { ["Processing:MaxDelay"] = "00:00:00.100" });

    public void Dispose()
    {
        _host.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task Nothing_malformed_gets_a_5xx_or_is_acknowledged()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("DASHBOARD_TEST_FUZZ") ?? "1500", CultureInfo.InvariantCulture);
        var random = new Random(77);
        long acknowledged = 0;
        for (var i = 0; i < count; i++)
        {
            var body = Mutate(random, $$"""{"source":"fuzz","reference":"F-{{i}}","account":"A-1","amount":12.5,"currency":"EUR","createdAt":"2026-01-02T03:04:05Z"}""");
            var path = random.Next(3) switch { 0 => "", 1 => "/batch", _ => "/stream" };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/transactions" + path)
            {
                Content = new ByteArrayContent(path == "/batch" && random.Next(2) == 0 ? [(byte)'[', .. body, (byte)']'] : body),
            };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", random.Next(20) == 0 ? "text/plain" : "application/json");
            if (random.Next(10) == 0) request.Headers.TryAddWithoutValidation("Idempotency-Key", Text(random));

            using var response = await _host.Client.SendAsync(request);
            var answer = await response.Content.ReadAsStringAsync();

            ((int)response.StatusCode).ShouldBeLessThan(500, Encoding.UTF8.GetString(body));
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                acknowledged++;
                IsGood(body).ShouldBeTrue(Encoding.UTF8.GetString(body));
            }

            acknowledged += Count(answer, "\"accepted\"");
        }

        var metrics = await _host.WaitUntilIdleAsync();
        (await _host.HistoryAsync()).Count.ShouldBe((int)metrics.Flow.Accepted);
        (metrics.Flow.Accepted + metrics.Flow.Duplicates).ShouldBe(acknowledged);
        metrics.Flow.Accepted.ShouldBeInRange(1, count / 2);
        metrics.Flow.Rejected.ShouldBeGreaterThan(count / 4);
    }

    private static byte[] Mutate(Random random, string body)
    {
        switch (random.Next(5))
        {
            case 0:
                var field = Fields[random.Next(Fields.Length)];
                return Encoding.UTF8.GetBytes(body.Replace("\"" + Fields[random.Next(7)] + "\":", "\"" + field + "\":", StringComparison.Ordinal));
            case 1:
                return Encoding.UTF8.GetBytes(body[..random.Next(body.Length)]);
            case 2:
                var parts = body.Split(':', 2 + random.Next(5));
                var comma = parts[^1].IndexOf(',', StringComparison.Ordinal);
                parts[^1] = Values[random.Next(Values.Length)] + (comma < 0 ? "}" : parts[^1][comma..]);
                return Encoding.UTF8.GetBytes(string.Join(':', parts));
            case 3:
                var bytes = Encoding.UTF8.GetBytes(body);
                for (var n = random.Next(1, 4); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
            default:
                return Encoding.UTF8.GetBytes(body.Insert(random.Next(body.Length), Values[random.Next(Values.Length)]));
        }
    }

    // What may be acknowledged: an object with the required fields, of the right kinds.
    private static bool IsGood(byte[] body)
    {
        var root = JsonDocument.Parse(body).RootElement;
        return root.GetProperty("source").ValueKind == JsonValueKind.String && root.GetProperty("account").ValueKind == JsonValueKind.String
            && root.GetProperty("currency").GetString()!.Length == 3 && root.GetProperty("amount").ValueKind == JsonValueKind.Number;
    }

    private static string Text(Random random) => new([.. Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(32, 127))]);

    // Lines and items; the count of a batch's summary is a number and does not match.
    private static int Count(string answer, string outcome) =>
        answer.Split("\"outcome\":" + outcome).Length - 1 + answer.Split("\"outcome\":\"duplicate\"").Length - 1;
}
