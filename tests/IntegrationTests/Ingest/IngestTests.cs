using Dashboard.Application.Ingest;

namespace Dashboard.IntegrationTests.Ingest;

public sealed class IngestTests : HostTest
{
    protected override Dictionary<string, string?> Settings => new() { ["Processing:MaxDelay"] = "00:00:00.100" };

    [Fact]
    public async Task Bad_items_are_rejected_by_field_and_the_others_are_kept()
    {
        var results = await Host.IngestAsync(
            TestData.Item(), TestData.Item(currency: "EURO"), TestData.Item(amount: 1.005m), TestData.Item(source: ""),
                TestData.Item(account: new string('x', 65)),
            TestData.Item(createdAt: new DateTimeOffset(1969, 1, 1, 0, 0, 0, TimeSpan.Zero)), TestData.Item(amount: -5),
                TestData.Item(amount: 0));

        results.Select(r => r.Outcome).ShouldBe(
        [
            IngestOutcome.Accepted, IngestOutcome.Rejected, IngestOutcome.Rejected, IngestOutcome.Rejected, IngestOutcome.Rejected,
            IngestOutcome.Rejected, IngestOutcome.Accepted, IngestOutcome.Accepted,
        ]);
        results.SelectMany(r => r.Errors.Keys).ShouldBe(["currency", "amount", "source", "account", "createdAt"]);
        var metrics = await Host.WaitUntilIdleAsync();
        metrics.Flow.Rejected.ShouldBe(5);
        metrics.Flow.Received.ShouldBe(8);
        (await Host.HistoryAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_same_reference_is_kept_once_and_other_content_under_it_is_refused()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var first = (await Host.IngestAsync(TestData.Item(reference: "A-1", createdAt: at))).Single();
        var again = (await Host.IngestAsync(TestData.Item(reference: "A-1", createdAt: at))).Single();
        var other = (await Host.IngestAsync(TestData.Item(amount: 99, reference: "A-1", createdAt: at))).Single();
        var elsewhere = (await Host.IngestAsync(TestData.Item(source: "atm", reference: "A-1", createdAt: at))).Single();

        first.Outcome.ShouldBe(IngestOutcome.Accepted);
        again.ShouldBe(new IngestResult(IngestOutcome.Duplicate, first.Id, again.Errors));
        other.Outcome.ShouldBe(IngestOutcome.Conflict);
        other.Errors.Keys.ShouldBe(["amount"]);
        elsewhere.Outcome.ShouldBe(IngestOutcome.Accepted);
    }

    [Fact]
    public async Task Of_equal_references_in_one_call_the_first_is_kept()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var results = await Host.IngestAsync(
            [.. Enumerable.Range(0, 6).Select(i => TestData.Item(reference: "B-" + i % 2, createdAt: at))]);

        results.Count(r => r.Outcome == IngestOutcome.Accepted).ShouldBe(2);
        results.Select(r => r.Id).Distinct().Count().ShouldBe(2);
        (await Host.WaitUntilIdleAsync()).Flow.Duplicates.ShouldBe(4);
    }

    [Fact]
    public async Task Many_callers_with_the_same_references_at_once_keep_each_one_once()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        var calls = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
            Host.IngestAsync([.. Enumerable.Range(0, 50).Select(i => TestData.Item(reference: "C-" + i, createdAt: at))]))));

        calls.SelectMany(c => c).Count(r => r.Outcome == IngestOutcome.Accepted).ShouldBe(50);
        calls.SelectMany(c => c).Select(r => r.Id).Distinct().Count().ShouldBe(50);
        await Host.WaitUntilIdleAsync();
        (await Host.HistoryAsync()).Count.ShouldBe(50);
    }
}
