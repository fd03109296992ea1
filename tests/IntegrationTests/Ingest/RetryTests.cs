using System.Text;
using Dashboard.Application.Ingest;

namespace Dashboard.IntegrationTests.Ingest;

/// <summary>A sender's retries do not count in the rules. The default limit is five payments of one account within a minute.</summary>
public sealed class RetryTests : HostTest
{
    protected override Dictionary<string, string?> Settings => new() { ["Processing:MaxDelay"] = "00:00:00.100" };

    [Fact]
    public async Task Retries_of_stored_payments_flag_no_account()
    {
        for (var i = 0; i < 4; i++) await Host.IngestAsync([.. Payments(0..3)]);
        (await Host.IngestAsync([.. Payments(3..4)])).Single().Outcome.ShouldBe(IngestOutcome.Accepted);

        await ShouldBeFlaggedAsync();
    }

    [Fact]
    public async Task Retries_beside_a_new_payment_in_one_call_flag_no_account()
    {
        await Host.IngestAsync([.. Payments(0..3)]);
        var results = await Host.IngestAsync([.. Payments(0..4), .. Payments(0..4)]);

        results.Count(r => r.Outcome == IngestOutcome.Accepted).ShouldBe(1);
        await ShouldBeFlaggedAsync();
    }

    [Fact]
    public async Task Items_that_are_not_stored_flag_no_account()
    {
        await Host.IngestAsync([.. Payments(0..1)]);
        for (var i = 0; i < 9; i++) await Host.IngestAsync(Payments(0..1).Single() with { Amount = 99 + i });
        await Host.IngestAsync([.. Payments(1..2)]);

        await ShouldBeFlaggedAsync();
    }

    [Fact]
    public async Task The_earlier_payments_of_one_call_count_for_the_later_ones()
    {
        await Host.IngestAsync([.. Payments(0..10)]);

        await ShouldBeFlaggedAsync("R-5", "R-6", "R-7", "R-8", "R-9");
    }

    [Fact]
    public async Task The_payments_of_a_stream_count_for_each_other_although_many_are_on_their_way()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 4_000).Select(i =>
            $$"""{"source":"pos","reference":"R-{{i}}","account":"{{(i % 500 == 0 ? "busy" : "A-" + i)}}","amount":1,"currency":"EUR"}"""));
        using var body = new StringContent(lines, Encoding.UTF8, "application/x-ndjson");
        using var answer = await Host.Client.PostAsync("/api/v1/transactions/stream", body);
        answer.EnsureSuccessStatusCode();

        await ShouldBeFlaggedAsync("R-2500", "R-3000", "R-3500");
    }

    private static IEnumerable<NewTransaction> Payments(Range numbers) =>
        Enumerable.Range(numbers.Start.Value, numbers.End.Value - numbers.Start.Value).Select(i => TestData.Item(reference: "R-" + i));

    private async Task ShouldBeFlaggedAsync(params string[] references)
    {
        await Host.WaitUntilIdleAsync();
        (await Host.HistoryAsync("&flagged=true")).Select(t => t.Reference!).Order().ShouldBe(references);
    }
}
