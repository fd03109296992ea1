using System.Net;
using Dashboard.Application.Alerts;
using Dashboard.Application.History;
using Dashboard.IntegrationTests.History;

namespace Dashboard.IntegrationTests.Attacks.Callers;

/// <summary>Questions to the store that match little, as many as a caller likes.</summary>
[Collection(AttackCollection.Name)]
public sealed class QuestionFloodTests : IDisposable
{
    private const int Questions = 64;
    private static readonly int Rows = LongRunningTests.Enabled ? 2_000_000 : 300_000;
    private static readonly DateTimeOffset Newest = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("/api/v1/transactions?source=nobody")]
    [InlineData("/api/v1/transactions/histogram?from=2020-01-01T00:00:00Z&source=nobody")]
    public async Task Many_questions_at_once_leave_acknowledgements_ticks_and_health_alone(string question)
    {
        await FillAsync(Rows);
        using var program = new ChildProgram(_store, "Production");
        using var http = await program.ConnectAsync();
        await using var others = await Others.JoinAsync(http);
        var without = await others.WatchAsync();

        using var over = new CancellationTokenSource();
        var asking = Enumerable.Range(0, Questions).Select(_ => AskAsync(http.BaseAddress!, question, over.Token)).ToList();
        var during = await others.WatchAsync();
        await over.CancelAsync();
        var answers = (await Task.WhenAll(asking)).SelectMany(a => a).ToHashSet();

        during.ShouldBeNear(without);
        answers.ShouldBeSubsetOf([HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable]);
    }

    [Theory]
    [InlineData("source=nobody", 60)]
    [InlineData("source=atm&status=Failed&from=2026-03-14T00:00:00Z", 3)]
    [InlineData("account=ACC-7&minAmount=30", 2)]
    [InlineData("status=Failed&createdTo=2026-03-14T11:00:00Z", 3)]
    [InlineData("flagged=true&source=pos&to=2026-03-14T11:50:00Z", 4)]
    public async Task A_search_stops_after_a_number_of_rows_says_how_far_it_came_and_goes_on(string filter, int atLeast)
    {
        await FillAsync(60_000);
        var all = await SearchAsync(filter, maxRows: 1_000_000, limit: 500);
        var bounded = await SearchAsync(filter, maxRows: 1_000, limit: 500);

        all.Items.Count.ShouldBe(bounded.Items.Count);
        bounded.Items.ShouldBe(all.Items);
        bounded.Pages.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        bounded.Pages[^1].SearchedTo.ShouldBeNull();
        var reached = bounded.Pages.SkipLast(1).Select(p => p.SearchedTo!.Value).ToList();
        reached.ShouldBe(reached.OrderDescending());
        reached.Distinct().Count().ShouldBe(reached.Count);
    }

    [Fact]
    public async Task A_search_of_the_alerts_stops_and_goes_on_too()
    {
        await using var host = await DashboardHost.StartAsync(_store, new() { ["Storage:MaxRowsPerRead"] = "1000" });
        // One more than a call looks at: the last one stands for all further accounts.
        var large = Enumerable.Range(0, AlertBook.MaxUnresolved + 100).Select(i => TestData.Item(amount: 50_000, account: "ACC-" + i));
        await host.IngestAsync([.. large]);
        await host.WaitUntilIdleAsync();
        var stored = await Poll.UntilAsync(() => PagesAsync(host, ""), pages => pages.Sum(p => p.Items.Count) == AlertBook.MaxUnresolved + 1);

        var pages = await PagesAsync(host, "subject=nobody&");

        pages.ShouldAllBe(p => p.Items.Count == 0);
        pages.Count.ShouldBeInRange(2, stored.Count);
    }

    [Fact]
    public async Task A_question_without_a_slot_gets_429_and_is_counted()
    {
        await using var host = await DashboardHost.StartAsync(
            _store,
            new() { ["Server:MaxReads"] = "1", ["Server:ReadPatience"] = "00:00:00.010", ["Storage:MaxRowsPerRead"] = "10000000" });
        await StoredRows.FillAsync(_store, 200_000, Newest);

        var refused = await Poll.UntilAsync(
            async () =>
            {
                var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Client.GetAsync("/api/v1/transactions?source=nobody")));
                answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK || a.Headers.RetryAfter != null);
                return answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests);
            },
            count => count > 0);

        (await host.Client.GetStringAsync("/metrics")).ShouldMatch(
            "dashboard_refused_calls_total\\{reason=\"reads_busy\",status=\"429\"\\} [1-9]");
        refused.ShouldBeLessThan(8, "one of them has the slot");
    }

    [Fact]
    public async Task A_question_that_takes_too_long_is_cut_off_within_its_statement()
    {
        await using var host = await DashboardHost.StartAsync(
            _store, new() { ["Server:ReadTimeout"] = "00:00:00.010", ["Storage:ReadThreads"] = "1", ["Storage:MaxRowsPerRead"] = "10000000" });
        await StoredRows.FillAsync(_store, 300_000, Newest);

        using var slow = await host.Client.GetAsync("/api/v1/transactions?createdTo=1999-01-01T00:00:00Z&minAmount=1&counterparty=nobody");

        slow.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        slow.Headers.RetryAfter.ShouldNotBeNull();
        // The only thread is free again.
        await Poll.UntilAsync(async () =>
        {
            using var quick = await host.Client.GetAsync("/api/v1/transactions?limit=1");
            return quick.StatusCode == HttpStatusCode.OK;
        });
    }

    private static async Task<HashSet<HttpStatusCode>> AskAsync(Uri server, string question, CancellationToken over)
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = TestTimeout.Limit };
        var answers = new HashSet<HttpStatusCode>();
        while (!over.IsCancellationRequested)
        {
            using var answer = await http.GetAsync(question, CancellationToken.None);
            answers.Add(answer.StatusCode);
        }

        return answers;
    }

    private static async Task<List<AlertPage>> PagesAsync(DashboardHost host, string filter)
    {
        var pages = new List<AlertPage>();
        do
        {
            var cursor = pages.Count == 0 ? "" : "&cursor=" + pages[^1].Next;
            pages.Add(await host.GetAsync<AlertPage>($"/api/v1/alerts?{filter}limit=500{cursor}"));
        }
        while (pages[^1].Next is not null);
        return pages;
    }

    private async Task<(List<string> Items, List<TransactionPage> Pages)> SearchAsync(string filter, int maxRows, int limit)
    {
        await using var host = await DashboardHost.StartAsync(_store, new() { ["Storage:MaxRowsPerRead"] = $"{maxRows}" });
        var pages = new List<TransactionPage>();
        do
        {
            var cursor = pages.Count == 0 ? "" : "&cursor=" + pages[^1].Next;
            pages.Add(await host.GetAsync<TransactionPage>($"/api/v1/transactions?{filter}&limit={limit}{cursor}"));
        }
        while (pages[^1].Next is not null);
        return ([.. pages.SelectMany(p => p.Items).Select(t => t.Id)], pages);
    }

    // The program makes the schema.
    private async Task FillAsync(int rows)
    {
        await using (await DashboardHost.StartAsync(_store)) await StoredRows.FillAsync(_store, rows, Newest);
    }
}
