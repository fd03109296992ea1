using System.Net;
using Dashboard.Application.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Ingest;

/// <summary>Transactions that are refused as a whole. One host serves all: nothing is stored.</summary>
public sealed class BadTransactionTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly DashboardHost _host = shared.Host;

    [Theory]
    [InlineData("{", "body")]
    [InlineData("[]", "body")]
    [InlineData("null", "body")]
    [InlineData("{}", "source")]
    [InlineData("""{"source":"s","account":"a","currency":"EUR"}""", "amount")]
    [InlineData("""{"source":"(other)","account":"a","amount":5,"currency":"EUR"}""", "source")]
    [InlineData("""{"source":"s","account":"a","amount":"5","currency":"EUR"}""", "amount")]
    [InlineData("""{"source":"s","account":"a","amount":1e400,"currency":"EUR"}""", "amount")]
    [InlineData("""{"source":"s","account":"a","amount":1.005,"currency":"EUR"}""", "amount")]
    [InlineData("""{"source":"s","account":"a","amount":5,"currency":"eur"}""", "currency")]
    [InlineData("""{"source":"s","account":"a","amount":5,"currency":"EUR","amuont":5}""", "amuont")]
    [InlineData("""{"source":"s","account":"a\u0000b","amount":5,"currency":"EUR"}""", "account")]
    [InlineData("""{"source":"s","account":"a\ud800b","amount":5,"currency":"EUR"}""", "account")]
    [InlineData("""{"source":"s","account":"a","amount":5,"currency":"EUR","createdAt":"yesterday"}""", "createdAt")]
    [InlineData("""{"source":"s","account":"a","amount":5,"amount":6,"currency":"EUR"}""", "amount")]
    public async Task A_bad_transaction_is_a_400_that_names_the_field_and_is_counted(string body, string field)
    {
        var counters = _host.Services.GetRequiredService<FlowCounters>();
        var before = counters.Snapshot();

        var response = await _host.Client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(body));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.ErrorsAsync()).ShouldContain(field);
        var after = counters.Snapshot();
        (after.Received - before.Received, after.Rejected - before.Rejected).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5_001)]
    public async Task A_batch_of_a_wrong_size_is_refused_whole(int count)
    {
        var body = "[" + string.Join(',', Enumerable.Repeat("{}", count)) + "]";

        var response = await _host.Client.PostAsync("/api/v1/transactions/batch", ApiCalls.JsonBody(body));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("\"status\":\"Pending\"", "status")]
    [InlineData("\"status\":2", "status")]
    [InlineData("\"status\":\"Done\"", "status")]
    [InlineData("\"status\":\"Failed\"", "failureReason")]
    [InlineData("\"status\":\"Completed\",\"failureReason\":\"x\"", "failureReason")]
    [InlineData("\"failureReason\":\"x\"", "failureReason")]
    [InlineData("\"completedAt\":\"2026-01-02T03:04:05Z\"", "completedAt")]
    [InlineData("\"status\":\"Completed\",\"completedAt\":\"2126-01-02T03:04:05Z\"", "completedAt")]
    [InlineData("\"status\":\"Completed\",\"createdAt\":\"2026-01-02T03:04:06Z\",\"completedAt\":\"2026-01-02T03:04:05Z\"", "completedAt")]
    public async Task An_outcome_that_makes_no_sense_is_a_400_that_names_the_field(string outcome, string field)
    {
        var body = $$"""{"source":"s","account":"a","amount":1,"currency":"EUR",{{outcome}}}""";

        var response = await _host.Client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(body));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.ErrorsAsync()).ShouldBe([field]);
        (await _host.HistoryAsync()).ShouldBeEmpty();
    }
}
