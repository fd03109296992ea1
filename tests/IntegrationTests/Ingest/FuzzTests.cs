using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Dashboard.IntegrationTests.Storage;

namespace Dashboard.IntegrationTests.Ingest;

/// <summary>
/// Broken bodies, headers, queries and protocol in all ways that chance finds. DASHBOARD_TEST_FUZZ sets how many (default 10,000),
/// DASHBOARD_TEST_SEED which.
/// </summary>
public abstract class FuzzTests(ITestOutputHelper output) : StoreTest
{
    private const int Senders = 8;

    private long _acknowledged, _rejected, _raw;

    protected virtual string DefaultCount => "10000";

    private DashboardHost Host { get; set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Host = await StartAsync(new() { ["Processing:MaxDelay"] = "00:00:00.100", ["Server:MaxConnections"] = "1000" });
    }

    public override async ValueTask DisposeAsync()
    {
        if (Host is not null) await Host.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Nothing_malformed_gets_a_5xx_or_is_acknowledged_and_every_rejection_is_counted()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("DASHBOARD_TEST_FUZZ") ?? DefaultCount, CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("DASHBOARD_TEST_SEED") ?? "77", CultureInfo.InvariantCulture);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < count)
                await SendAsync(new FuzzSource(new Random(seed + number)), number);
        })));

        var flow = (await Host.WaitUntilIdleAsync()).Flow;
        flow.ShouldBalance();
        (await Host.HistoryAsync()).Count.ShouldBe((int)flow.Accepted);
        (flow.Accepted + flow.Duplicates).ShouldBe(_acknowledged);
        flow.Accepted.ShouldBeInRange(1, count / 2);
        // What is broken below HTTP may or may not have come as far as the call, and a stream as far as a line or two.
        flow.Rejected.ShouldBeInRange(_rejected, _rejected + 3 * _raw);
        flow.Refused.ShouldBe(0);
        output.WriteLine($"{count} calls with seed {seed}: {flow.Rejected} rejected, {_acknowledged} acknowledged, {_raw} broken below HTTP");
    }

    private Task SendAsync(FuzzSource fuzz, int number) => fuzz.Next(10) switch
    {
        0 => ReadAsync("/api/v1/transactions?" + fuzz.Query()),
        1 => ReadAsync("/api/v1/transactions/" + Uri.EscapeDataString(fuzz.Text(40)) + (fuzz.Next(2) == 0 ? "" : "?" + fuzz.Query())),
        2 => SimulatorAsync(fuzz),
        3 => RawAsync(fuzz),
        _ => IngestAsync(fuzz, number),
    };

    private async Task IngestAsync(FuzzSource fuzz, int number)
    {
        var body = fuzz.Body(
            $$"""{"source":"fuzz","reference":"F-{{number}}","account":"A-1","amount":12.5,"currency":"EUR","createdAt":"2026-01-02T03:04:05Z"}""");
        var path = fuzz.Next(3) switch { 0 => "", 1 => "/batch", _ => "/stream" };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/transactions" + path)
        {
            Content = new ByteArrayContent(path == "/batch" && fuzz.Next(2) == 0 ? [(byte)'[', .. body, (byte)']'] : body),
        };
        request.Headers.TransferEncodingChunked = fuzz.Next(4) == 0;
        request.Content.Headers.TryAddWithoutValidation("Content-Type", fuzz.ContentType());
        if (fuzz.Next(10) == 0) request.Headers.TryAddWithoutValidation("Idempotency-Key", fuzz.Text(200));

        using var response = await Host.Client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();

        ((int)response.StatusCode).ShouldBeLessThan(500, Encoding.UTF8.GetString(body));
        if (response.StatusCode == HttpStatusCode.Accepted)
        {
            Interlocked.Increment(ref _acknowledged);
            IsGood(body).ShouldBeTrue(Encoding.UTF8.GetString(body));
        }

        Interlocked.Add(ref _acknowledged, Outcomes(answer, "accepted") + Outcomes(answer, "duplicate"));
        // A body of another media type is turned away by the router, and is no transaction.
        if (response.StatusCode == HttpStatusCode.UnsupportedMediaType) return;
        Interlocked.Add(ref _rejected, response.IsSuccessStatusCode ? Outcomes(answer, "rejected") : 1);
    }

    private async Task ReadAsync(string path)
    {
        using var response = await Host.Client.GetAsync(path);

        ((int)response.StatusCode).ShouldBeOneOf(200, 400, 404);
        if (response.StatusCode == HttpStatusCode.BadRequest)
            (await response.Content.ReadAsStringAsync()).ShouldContain("\"errors\"");
    }

    private async Task SimulatorAsync(FuzzSource fuzz)
    {
        var body = fuzz.Body("""{"enabled":false,"transactionsPerSecond":10,"seed":5}""");
        // One that happens to be switched on would put in transactions of its own.
        if (Encoding.UTF8.GetString(body).Contains("true", StringComparison.OrdinalIgnoreCase)) return;
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", fuzz.ContentType());

        using var response = await Host.Client.PutAsync("/api/v1/simulator", content);

        ((int)response.StatusCode).ShouldBeOneOf(200, 400, 415);
    }

    private async Task RawAsync(FuzzSource fuzz)
    {
        var (isIngest, bytes) = fuzz.Raw();
        if (isIngest) Interlocked.Increment(ref _raw);

        var answer = await RawConnection.ExchangeAsync(Host.Address, bytes);

        // 505 is the one of its kind that speaks of the request: no such version of HTTP.
        if (answer.Length > 0) answer.ShouldMatch("^HTTP/1\\.1 ([234]|505)", Encoding.Latin1.GetString(bytes));
        Interlocked.Add(
            ref _acknowledged, Outcomes(answer, "accepted") + (answer.StartsWith("HTTP/1.1 202", StringComparison.Ordinal) ? 1 : 0));
    }

    // What may be acknowledged: an object with the required fields, of the right kinds.
    private static bool IsGood(byte[] body)
    {
        var root = JsonDocument.Parse(body).RootElement;
        return root.GetProperty("source").ValueKind == JsonValueKind.String && root.GetProperty("account").ValueKind == JsonValueKind.String
            && root.GetProperty("currency").GetString()!.Length == 3 && root.GetProperty("amount").ValueKind == JsonValueKind.Number;
    }

    private static int Outcomes(string answer, string outcome) => answer.Split($"\"outcome\":\"{outcome}\"").Length - 1;
}

public sealed class SqliteFuzzTests(ITestOutputHelper output) : FuzzTests(output)
{
    protected override Task<TestDatabase> NewDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteDatabase());
}

/// <summary>PostgreSQL refuses characters that SQLite keeps.</summary>
public sealed class PostgresFuzzTests(PostgresServers servers, ITestOutputHelper output) : FuzzTests(output)
{
    protected override string DefaultCount => "3000";

    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}
