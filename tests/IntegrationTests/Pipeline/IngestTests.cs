using Dashboard.Application.Ingest;
using Dashboard.IntegrationTests.Common;

namespace Dashboard.IntegrationTests.Pipeline;

public sealed class IngestTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly DashboardHost _host;

    public IngestTests() => _host = new DashboardHost(_store, new() { ["Processing:MaxDelay"] = "00:00:00.100" });

    public void Dispose()
    {
        _host.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task Bad_items_are_rejected_by_field_and_the_others_are_kept()
    {
        var results = await _host.IngestAsync(
            Some.New(), Some.New(currency: "EURO"), Some.New(amount: 1.005m), Some.New(source: ""), Some.New(account: new string('x', 65)),
            Some.New(createdAt: new DateTimeOffset(1969, 1, 1, 0, 0, 0, TimeSpan.Zero)), Some.New(amount: -5), Some.New(amount: 0));

        results.Select(r => r.Outcome).ShouldBe(
        [
            IngestOutcome.Accepted, IngestOutcome.Rejected, IngestOutcome.Rejected, IngestOutcome.Rejected, IngestOutcome.Rejected,
            IngestOutcome.Rejected, IngestOutcome.Accepted, IngestOutcome.Accepted,
        ]);
        results.SelectMany(r => r.Errors.Keys).ShouldBe(["currency", "amount", "source", "account", "createdAt"]);
        var metrics = await _host.WaitUntilIdleAsync();
        metrics.Flow.Rejected.ShouldBe(5);
        metrics.Flow.Received.ShouldBe(8);
        (await _host.HistoryAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_same_reference_is_kept_once_and_other_content_under_it_is_refused()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var first = (await _host.IngestAsync(Some.New(reference: "A-1", createdAt: at))).Single();
        var again = (await _host.IngestAsync(Some.New(reference: "A-1", createdAt: at))).Single();
        var other = (await _host.IngestAsync(Some.New(amount: 99, reference: "A-1", createdAt: at))).Single();
        var elsewhere = (await _host.IngestAsync(Some.New(source: "atm", reference: "A-1", createdAt: at))).Single();

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
        var results = await _host.IngestAsync([.. Enumerable.Range(0, 6).Select(i => Some.New(reference: "B-" + i % 2, createdAt: at))]);

        results.Count(r => r.Outcome == IngestOutcome.Accepted).ShouldBe(2);
        results.Select(r => r.Id).Distinct().Count().ShouldBe(2);
        (await _host.WaitUntilIdleAsync()).Flow.Duplicates.ShouldBe(4);
    }

    [Fact]
    public async Task Many_callers_with_the_same_references_at_once_keep_each_one_once()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        var calls = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
            _host.IngestAsync([.. Enumerable.Range(0, 50).Select(i => Some.New(reference: "C-" + i, createdAt: at))]))));

        calls.SelectMany(c => c).Count(r => r.Outcome == IngestOutcome.Accepted).ShouldBe(50);
        calls.SelectMany(c => c).Select(r => r.Id).Distinct().Count().ShouldBe(50);
        await _host.WaitUntilIdleAsync();
        (await _host.HistoryAsync()).Count.ShouldBe(50);
    }
}
