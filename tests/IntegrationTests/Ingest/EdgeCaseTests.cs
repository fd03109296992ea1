using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Dashboard.IntegrationTests.Ingest;

/// <summary>Times, amounts, texts and names mean the same in every call, and what a body may look like.</summary>
public sealed class EdgeCaseTests : IClassFixture<SharedHost>
{
    private const string Transactions = "/api/v1/transactions";

    private readonly DashboardHost _host;

    public EdgeCaseTests(SharedHost shared) => _host = shared.Host;

    [Theory]
    [InlineData("2026-11-30T12:00:00", "offset or Z")]
    [InlineData("2026-11-30T12:00:00.5", "offset or Z")]
    [InlineData("2026-11-30T12:00:00+0100", "RFC 3339")]
    [InlineData("2026-11-30", "RFC 3339")]
    public async Task A_time_that_is_no_instant_is_refused_in_bodies_outcomes_and_filters(string time, string expected)
    {
        (await ErrorAsync(await PostAsync(Item("t", more: $",\"createdAt\":\"{time}\"")), "createdAt")).ShouldContain(expected);
        (await ErrorAsync(await PostAsync(Item("t", more: $",\"status\":\"Completed\",\"completedAt\":\"{time}\"")), "completedAt"))
            .ShouldContain(expected);
        (await ErrorAsync(await OutcomeAsync($$"""{"status":"Completed","completedAt":"{{time}}"}"""), "completedAt"))
            .ShouldContain(expected);
        (await ErrorAsync(await _host.Client.GetAsync($"{Transactions}?from={Uri.EscapeDataString(time)}"), "from"))
            .ShouldContain(expected);
    }

    [Fact]
    public async Task A_time_in_lower_case_is_the_same_in_bodies_and_filters()
    {
        var source = NewSource();

        (await PostAsync(Item(source, more: ",\"createdAt\":\"2026-01-02t03:04:05z\""))).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var stored = (await _host.HistoryAsync($"&source={source}&from=2026-01-01t00:00:00z&to=2126-01-01T00:00:00 01:00"))
            .ShouldHaveSingleItem();
        stored.CreatedAt.ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("1e-30")]
    [InlineData("12.5000000000000000000000000000001")]
    [InlineData("1e400")]
    public async Task An_amount_that_cannot_be_kept_exactly_is_refused_in_bodies_and_filters(string amount)
    {
        (await ErrorAsync(await PostAsync(Item("p", amount: amount)), "amount")).ShouldContain("digits");
        (await ErrorAsync(await _host.Client.GetAsync($"{Transactions}?minAmount={amount}"), "minAmount")).ShouldContain("digits");
    }

    [Theory]
    [InlineData("account", "\\u200b")]
    [InlineData("account", "A\\u202e001")]
    [InlineData("counterparty", "\\u3164")]
    [InlineData("reference", "R\\u2028R")]
    [InlineData("source", "S\\udb40\\udc41")]
    public async Task A_text_that_shows_nothing_or_something_else_is_refused(string field, string text)
    {
        var fields = new Dictionary<string, string> { ["source"] = "u", ["account"] = "A", [field] = text };
        var body = "{" + string.Join(',', fields.Select(f => $"\"{f.Key}\":\"{f.Value}\"")) + ",\"amount\":1,\"currency\":\"EUR\"}";

        (await ErrorAsync(await PostAsync(body), field)).ShouldContain("visible");
        if (field != "counterparty")
            (await ErrorAsync(await _host.Client.GetAsync(
                $"{Transactions}?{field}={Uri.EscapeDataString(JsonSerializer.Deserialize<string>($"\"{text}\"")!)}"), field)).ShouldContain("visible");
    }

    [Theory]
    [InlineData("Completed,Failed")]
    [InlineData(" Completed")]
    [InlineData("2")]
    public async Task A_status_is_one_name(string status)
    {
        (await ErrorAsync(await PostAsync(Item("s", more: $",\"status\":\"{status}\",\"failureReason\":\"x\"")), "status"))
            .ShouldContain("Completed, Failed");
        (await ErrorAsync(await OutcomeAsync($$"""{"status":"{{status}}","failureReason":"x"}"""), "status"))
            .ShouldContain("Completed, Failed");
        (await ErrorAsync(await _host.Client.GetAsync(
            $"{Transactions}?status={Uri.EscapeDataString(status == "2" ? status : status + "x")}"), "status")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_reference_composed_and_decomposed_is_one_payment_and_found_by_both()
    {
        var source = NewSource();

        var composed = await IdAsync(await PostAsync(Item(source, more: ",\"reference\":\"caf\u00e9\"")));
        var decomposed = await IdAsync(await PostAsync(Item(source, more: ",\"reference\":\"cafe\\u0301\"")));

        decomposed.ShouldBe(composed);
        foreach (var reference in new[] { "caf\u00e9", "cafe\u0301" })
            (await _host.HistoryAsync($"&source={source}&reference={Uri.EscapeDataString(reference)}")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_counterparty_has_up_to_140_characters()
    {
        var source = NewSource();

        (await PostAsync(Item(source, more: $",\"counterparty\":\"{new string('n', 140)}\""))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await ErrorAsync(await PostAsync(Item(source, more: $",\"counterparty\":\"{new string('n', 141)}\"")), "counterparty"))
            .ShouldContain("140");

        (await _host.HistoryAsync($"&source={source}")).Single().Counterparty!.Length.ShouldBe(140);
    }

    [Theory]
    [InlineData("gzip", "")]
    [InlineData("br", "")]
    [InlineData("GZIP", "/batch")]
    [InlineData("x-gzip", "/stream")]
    [InlineData("br", "/stream")]
    public async Task A_compressed_body_is_inflated(string coding, string path)
    {
        var source = NewSource();
        var body = path == "/batch" ? $"[{Item(source)}]" : Item(source);

        using var response = await _host.Client.PostAsync(Transactions + path, Compressed(body, coding));

        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        (await _host.HistoryAsync($"&source={source}")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_compressed_body_has_the_limit_of_the_inflated_one()
    {
        using var bomb = await _host.Client.PostAsync(Transactions, Compressed(Item("z") + new string(' ', 1_000_000), "gzip"));
        using var long64K = await _host.Client.PostAsync(Transactions + "/stream",
            Compressed(Item("z", more: ",\"x\":\"" + new string('x', 1_000_000) + "\""), "gzip"));

        bomb.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await long64K.Content.ReadAsStringAsync()).ShouldContain("is longer than 65536 bytes");
    }

    [Theory]
    [InlineData("gzip", "")]
    [InlineData("br", "")]
    [InlineData("gzip", "/batch")]
    [InlineData("br", "/batch")]
    [InlineData("gzip", "/stream")]
    [InlineData("br", "/stream")]
    public async Task A_body_that_cannot_be_inflated_is_said_to_be_so(string coding, string path)
    {
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(new string('z', 300)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add(coding);

        using var response = await _host.Client.PostAsync(Transactions + path, content);

        response.StatusCode.ShouldBe(path == "/stream" ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldMatch("cannot be (inflated|read)");
    }

    [Theory]
    [InlineData("deflate")]
    [InlineData("zstd")]
    [InlineData("gzip, br")]
    public async Task Another_coding_is_a_415_that_names_the_known_ones(string coding)
    {
        foreach (var path in new[] { "", "/batch", "/stream", "/0000000000000/outcome" })
        {
            var content = new StringContent(Item("z"), Encoding.UTF8, "application/json");
            content.Headers.TryAddWithoutValidation("Content-Encoding", coding);

            using var response = await _host.Client.PostAsync(Transactions + path, content);

            response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
            string.Join(", ", response.Headers.GetValues("Accept-Encoding")).ShouldBe("gzip, br");
        }
    }

    [Theory]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=\"ISO-8859-1\"")]
    public async Task Another_charset_is_a_415_that_names_UTF_8(string type)
    {
        foreach (var path in new[] { "", "/batch", "/stream", "/0000000000000/outcome" })
        {
            var content = new ByteArrayContent(Encoding.Unicode.GetBytes(Item("c")));
            content.Headers.TryAddWithoutValidation("Content-Type", type);

            using var response = await _host.Client.PostAsync(Transactions + path, content);

            response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
            (await response.Content.ReadAsStringAsync()).ShouldContain("UTF-8");
        }
    }

    [Theory]
    [InlineData(",\"colour\":1", "colour", "is unknown")]
    [InlineData(",\"amount\":2", "amount", "is given twice")]
    [InlineData(",\"reference\":7", "reference", "must be a text")]
    [InlineData(",\"createdAt\":7", "createdAt", "must be a time")]
    public async Task A_wrong_field_is_unknown_or_given_twice_or_of_the_wrong_type(string more, string field, string expected)
    {
        (await ErrorAsync(await PostAsync(Item("f", more: more)), field)).ShouldStartWith(expected);
        (await ErrorAsync(await PostAsync(Item("f", amount: "\"1\"")), "amount")).ShouldBe("must be a number");
        (await ErrorAsync(await OutcomeAsync("""{"status":"Completed","status":"Completed"}"""), "status")).ShouldBe("is given twice");
        (await ErrorAsync(await OutcomeAsync("""{"stauts":"Completed"}"""), "stauts")).ShouldStartWith("is unknown; known are status");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/batch")]
    [InlineData("/stream")]
    public async Task A_byte_order_mark_is_no_part_of_the_first_payment(string path)
    {
        var source = NewSource();
        var body = path == "/batch" ? $"[{Item(source)}]" : path == "" ? Item(source) : $"{Item(source)}\n{Item(source)}\n";
        var content = new ByteArrayContent([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(body)]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await _host.Client.PostAsync(Transactions + path, content);

        response.IsSuccessStatusCode.ShouldBeTrue();
        (await _host.HistoryAsync($"&source={source}")).Count.ShouldBe(path == "/stream" ? 2 : 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_line_beyond_the_limit_ends_the_stream_however_its_bytes_arrive(bool atOnce)
    {
        using var stream = await StreamCall.OpenAsync(_host.Client.BaseAddress!);
        var text = Item("l") + "\n" + Item("l", more: $",\"counterparty\":\"{new string('x', 70_000)}\"") + "\n" + Item("l") + "\n";
        if (atOnce) await stream.SendAsync(text);
        else
            foreach (var part in text.Chunk(4_000)) await stream.SendAsync(new string(part));

        (await stream.LineAsync())!.ShouldContain("accepted");
        (await stream.LineAsync())!.ShouldContain("is longer than 65536 bytes");
        (await stream.LineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task An_exported_line_can_be_sent_to_the_stream()
    {
        var source = NewSource();
        await PostAsync(Item(source, more: ",\"reference\":\"e1\",\"status\":\"Failed\",\"failureReason\":\"expired_card\""));
        await PostAsync(Item(source,
            more: ",\"counterparty\":\"Shop\",\"status\":\"Completed\",\"createdAt\":\"2026-01-02T03:04:05Z\",\"completedAt\":\"2026-01-02T03:04:06.7Z\""));
        var exported = await _host.Client.GetStringAsync($"{Transactions}/export?format=ndjson&source={source}");
        var pending = exported.Split('\n')[0].Replace("\"Completed\"", "\"Processing\"", StringComparison.Ordinal)
            .Replace("\"completedAt\":\"2026-01-02T03:04:06.7Z\"", "\"completedAt\":null", StringComparison.Ordinal);

        (await StreamAsync(exported)).ShouldBe(["accepted", "duplicate"]);
        (await StreamAsync(pending)).ShouldBe(["accepted"]);
        (await ErrorAsync(await PostAsync(Item(source, more: ",\"status\":\"Processing\"")), "status"))
            .ShouldBe("must be Completed or Failed");

        var copy = (await _host.HistoryAsync($"&source={source}&status=Completed"))
            .Where(t => t.Counterparty == "Shop" && t.ProcessingMs == 1_700).ToList();
        copy.Count.ShouldBe(2);
        (copy[0].CreatedAt, copy[0].CompletedAt).ShouldBe((copy[1].CreatedAt, copy[1].CompletedAt));
    }

    [Fact]
    public async Task No_cache_keeps_an_answer_of_the_API()
    {
        foreach (var path in new[] { "/api/v1/metrics", "/api/v1/transactions?limit=1", "/api/v1/nothing", "/api/v1/transactions/export",
            "/api/v1/transactions?limit=0" })
        {
            using var response = await _host.Client.GetAsync(path);
            response.Headers.CacheControl!.ToString().ShouldBe("no-store", path);
        }
    }

    private static string NewSource() => "s" + Guid.CreateVersion7().ToString("N");

    private static string Item(string source, string amount = "1", string more = "") =>
        $$"""{"source":"{{source}}","account":"A","amount":{{amount}},"currency":"EUR"{{more}}}""";

    private Task<HttpResponseMessage> PostAsync(string body) =>
        _host.Client.PostAsync(Transactions, new StringContent(body, Encoding.UTF8, "application/json"));

    private Task<HttpResponseMessage> OutcomeAsync(string body) =>
        _host.Client.PostAsync(Transactions + "/0000000000000/outcome", new StringContent(body, Encoding.UTF8, "application/json"));

    private async Task<IEnumerable<string>> StreamAsync(string lines)
    {
        using var response = await _host.Client.PostAsync(Transactions + "/stream",
            new StringContent(lines, Encoding.UTF8, "application/x-ndjson"));
        return (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement.GetProperty("outcome").GetString()!);
    }

    private static async Task<string> IdAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;

    private static async Task<string> ErrorAsync(HttpResponseMessage response, string field)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("errors").GetProperty(field)[0].GetString()!;
    }

    private static ByteArrayContent Compressed(string text, string coding)
    {
        var bytes = new MemoryStream();
        using (Stream deflate = coding == "br" ? new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true)
            : new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(Encoding.UTF8.GetBytes(text));
        var content = new ByteArrayContent(bytes.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        return content;
    }
}
