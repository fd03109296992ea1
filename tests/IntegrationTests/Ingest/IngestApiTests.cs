using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dashboard.Application.History;
using Microsoft.Data.Sqlite;

namespace Dashboard.IntegrationTests.Ingest;

public sealed class IngestApiTests : HostTest
{
    private const string One =
        """{"source":"shop","reference":"R-1","account":"A-1","counterparty":"B","amount":12.34,"currency":"EUR","createdAt":"2026-01-02T03:04:05Z"}""";

    protected override Dictionary<string, string?> Settings => new() { ["Processing:MaxDelay"] = "00:00:00.100" };

    [Fact]
    public async Task A_single_transaction_is_stored_before_it_is_acknowledged()
    {
        var response = await PostAsync(One);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        response.Headers.Location!.ToString().ShouldBe("/api/v1/transactions/" + id);
        await using var store = new SqliteConnection(Store.ConnectionString);
        await store.OpenAsync();
        await using var count = new SqliteCommand("SELECT COUNT(*) FROM Transactions WHERE Reference = 'R-1'", store);
        (await count.ExecuteScalarAsync()).ShouldBe(1L);
        (await Host.GetAsync<TransactionWithTimeline>(response.Headers.Location.ToString())).Transaction.Amount.ShouldBe(12.34m);
    }

    [Fact]
    public async Task The_same_again_gets_the_first_answer_and_other_content_a_409_that_names_the_difference()
    {
        var first = await PostAsync(One);
        var again = await PostAsync(One);
        var other = await PostAsync(
            One.Replace("12.34", "12.35", StringComparison.Ordinal).Replace("\"B\"", "\"C\"", StringComparison.Ordinal));

        again.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await other.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldBe(["counterparty", "amount"]);
        (await Host.WaitUntilIdleAsync()).Flow.ShouldSatisfyAllConditions(
            f => f.Accepted.ShouldBe(1), f => f.Duplicates.ShouldBe(1), f => f.Rejected.ShouldBe(1));
    }

    [Fact]
    public async Task Without_a_time_of_its_own_the_same_again_is_still_the_same()
    {
        const string Timeless = """{"source":"shop","reference":"R-2","account":"A-1","amount":1,"currency":"JPY"}""";

        var first = await PostAsync(Timeless);
        var again = await PostAsync(Timeless);

        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_idempotency_key_identifies_the_call_with_and_without_a_reference()
    {
        const string Body = """{"source":"shop","account":"A-1","amount":5,"currency":"EUR"}""";

        var first = await PostAsync(Body, key: "K-1");
        var again = await PostAsync(Body, key: "K-1");
        var other = await PostAsync(Body.Replace("5", "6", StringComparison.Ordinal), key: "K-1");
        var elsewhere = await PostAsync(Body.Replace("shop", "till", StringComparison.Ordinal), key: "K-1");
        var referenced = await PostAsync(One, key: "K-2");

        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var answer = await referenced.Content.ReadAsStringAsync();
        (await (await PostAsync(One, key: "K-2")).Content.ReadAsStringAsync()).ShouldBe(answer);
        (await (await PostAsync(One, key: "K-3")).Content.ReadAsStringAsync()).ShouldBe(answer, "the same payment in another call");
        (await (await PostAsync(One)).Content.ReadAsStringAsync()).ShouldBe(answer);
        (await (await PostAsync(One.Replace("R-1", "R-2", StringComparison.Ordinal), key: "K-2")).ErrorsAsync()).ShouldBe(["reference"]);
        (await (await PostAsync(One, key: new string('x', 129))).ErrorsAsync()).ShouldBe(["Idempotency-Key"]);
        (await Host.WaitUntilIdleAsync()).Flow.ShouldSatisfyAllConditions(
            f => f.Accepted.ShouldBe(3), f => f.Duplicates.ShouldBe(4), f => f.Rejected.ShouldBe(3));
        (await Host.HistoryAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_batch_is_answered_item_by_item()
    {
        var body = $$"""[{{One}}, {{One}}, {"source":"shop"}, 5, {{One.Replace("12.34", "1", StringComparison.Ordinal)}}, {{One.Replace("R-1", "R-9", StringComparison.Ordinal)}}]""";

        var response = await Host.Client.PostAsync("/api/v1/transactions/batch", ApiCalls.JsonBody(body));
        var answer = (await response.Content.ReadFromJsonAsync<JsonElement>());

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("outcome").GetString())
            .ShouldBe(["accepted", "duplicate", "rejected", "rejected", "rejected", "accepted"]);
        (await Host.WaitUntilIdleAsync()).Flow.ShouldSatisfyAllConditions(
            f => f.Received.ShouldBe(6), f => f.Accepted.ShouldBe(2), f => f.Duplicates.ShouldBe(1), f => f.Rejected.ShouldBe(3));
    }

    [Fact]
    public async Task A_stream_is_answered_line_by_line_while_it_is_read()
    {
        using var stream = await StreamCall.OpenAsync(Host.Address);
        await stream.SendAsync(Line(0) + "\nrubbish\n\n");

        (await AnswerAsync(stream)).ShouldBe((1, "accepted"));
        (await AnswerAsync(stream)).ShouldBe((2, "rejected"));
        await stream.SendAsync(Line(0) + "\n" + Line(1));
        await stream.CompleteAsync();
        (await AnswerAsync(stream)).ShouldBe((4, "duplicate"));
        (await AnswerAsync(stream)).ShouldBe((5, "accepted"));
        (await stream.LineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_long_stream_is_kept_whole()
    {
        const int Lines = 20_000;
        var body = string.Join('\n', Enumerable.Range(0, Lines).Select(Line));

        using var response = await Host.Client.PostAsync(
            "/api/v1/transactions/stream", new StringContent(body, Encoding.UTF8, "application/x-ndjson"));
        var answers = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        answers.Length.ShouldBe(Lines);
        answers.ShouldAllBe(a => a.Contains("\"accepted\""));
        (await Host.WaitUntilIdleAsync()).Flow.Accepted.ShouldBe(Lines);
    }

    [Fact]
    public async Task A_store_that_is_away_makes_503_with_a_time_to_come_back_and_acknowledges_nothing()
    {
        using var store = new TemporaryStore();
        await using var host = await DashboardHost.StartAsync(store, new()
        {
            ["Ingest:Patience"] = "00:00:00.500",
            ["ConnectionStrings:Dashboard"] = store.ConnectionString + ";Default Timeout=1",
        });
        HttpResponseMessage away;
        await using (var other = new SqliteConnection(store.ConnectionString))
        {
            await other.OpenAsync();
            await using var begin = new SqliteCommand("BEGIN IMMEDIATE", other);
            await begin.ExecuteNonQueryAsync();
            await host.Client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(One));
            away = await host.Client.PostAsync(
                "/api/v1/transactions", ApiCalls.JsonBody(One.Replace("R-1", "R-2", StringComparison.Ordinal)));
        }

        away.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        away.Headers.RetryAfter.ShouldNotBeNull();
        await Poll.UntilAsync(async () =>
            (await host.Client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(One))).StatusCode == HttpStatusCode.Accepted);
        (await host.HistoryAsync()).Count(t => t.Reference == "R-1").ShouldBe(1);
    }

    [Fact]
    public async Task A_full_queue_makes_429_within_the_deadline()
    {
        using var store = new TemporaryStore();
        await using var host = await DashboardHost.StartAsync(store, new()
        {
            ["Ingest:Patience"] = "00:00:05",
            ["Processing:QueueCapacity"] = "5000",
            ["Processing:MaxInFlight"] = "1",
            ["Processing:MinDelay"] = "00:10:00",
            ["Processing:MaxDelay"] = "00:10:00",
            ["Processing:DrainTimeout"] = "00:00:00",
        });
        HttpResponseMessage response;
        var sent = 0;
        do response = await host.Client.PostAsync(
            "/api/v1/transactions/batch", ApiCalls.JsonBody("[" + string.Join(',', Enumerable.Range(sent, 1_000).Select(Line)) + "]"));
        while (response.StatusCode == HttpStatusCode.OK && (sent += 1_000) < 10_000);

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter.ShouldNotBeNull();
        sent.ShouldBe(5_000);
        var flow = (await host.WaitForAsync(m => m.Flow.Refused > 0)).Flow;
        (flow.Accepted, flow.Refused).ShouldBe((5_000, 1_000));
        (await host.HistoryAsync()).Count.ShouldBe(5_000);
    }

    private static string Line(int number) =>
        $$"""{"source":"shop","reference":"L-{{number}}","account":"A-{{number % 97}}","amount":{{number}},"currency":"EUR","createdAt":"2026-01-02T03:04:05Z"}""";

    private static async Task<(long, string)> AnswerAsync(StreamCall stream)
    {
        var answer = (await stream.AnswerAsync())!.Value;
        return (answer.Position, answer.Outcome);
    }

    private Task<HttpResponseMessage> PostAsync(string body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/transactions") { Content = ApiCalls.JsonBody(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return Host.Client.SendAsync(request);
    }
}
