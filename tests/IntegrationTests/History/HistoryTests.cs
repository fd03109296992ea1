using System.Globalization;
using System.Net;
using Dashboard.Application.History;
using Dashboard.Domain.Transactions;
using Dashboard.IntegrationTests.Storage;

namespace Dashboard.IntegrationTests.History;

public abstract class HistoryTests : StoreTest
{
    private DashboardHost _host = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _host = await StartAsync(new()
        {
            ["Processing:MinDelay"] = "00:00:00",
            ["Processing:MaxDelay"] = "00:00:00.050",
            ["Processing:FailureRate"] = "0.3",
            ["Storage:BatchInterval"] = "00:00:00.050",
        });
    }

    public override async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_filter_selects_what_a_plain_scan_would()
    {
        var all = await FillAsync(600);
        var middle = all[300];
        var from = all[450].ReceivedAt;
        var to = all[100].ReceivedAt;
        var reason = all.First(t => t.FailureReason is not null).FailureReason;
        var euros = all.First(t => t.Currency == "EUR").Amount;
        (string Query, Func<TransactionDto, bool> Filter)[] filters =
        [
            ("&status=Failed", t => t.Status == TransactionStatus.Failed),
            ("&status=completed,Failed", t => t.Status >= TransactionStatus.Completed),
            ("&status=Pending&status=Processing", t => t.Status <= TransactionStatus.Processing),
            ("&source=atm", t => t.Source == "atm"),
            ($"&account={middle.Account}", t => t.Account == middle.Account),
            ($"&reference={middle.Reference}", t => t.Reference == middle.Reference),
            ("&currency=JPY", t => t.Currency == "JPY"),
            ("&currency=KWD&minAmount=10.5", t => t.Currency == "KWD" && t.Amount >= 10.5m),
            ("&minAmount=20", t => t.Amount >= 20),
            ("&maxAmount=-0.01", t => t.Amount <= -0.01m),
            ("&minAmount=10.001&maxAmount=1500.25", t => t.Amount is >= 10.001m and <= 1500.25m),
            ("&minAmount=-79228162514264337593543950335", _ => true),
            ("&maxAmount=-79228162514264337593543950335", _ => false),
            (string.Create(CultureInfo.InvariantCulture, $"&currency=EUR&minAmount={euros + 0.001m}"), t => t.Currency == "EUR"
                && t.Amount > euros),
            (string.Create(CultureInfo.InvariantCulture, $"&currency=EUR&maxAmount={euros - 0.001m}"), t => t.Currency == "EUR"
                && t.Amount < euros),
            ("&flagged=true", t => t.Flags.Count > 0),
            ("&flagged=false", t => t.Flags.Count == 0),
            ("&flag=large_amount", t => t.Flags.Contains("large_amount")),
            ("&flag=high_velocity&status=Failed", t => t.Flags.Contains("high_velocity") && t.Status == TransactionStatus.Failed),
            ("&flag=amount", _ => false),
            ("&flag=large_amount&flagged=false", _ => false),
            ($"&failureReason={reason}", t => t.FailureReason == reason),
            ($"&failureReason={reason}&status=Completed", _ => false),
            ($"&from={Iso(from)}", t => t.ReceivedAt >= from),
            ($"&to={Iso(to)}", t => t.ReceivedAt < to),
            ($"&from={Iso(from)}&to={Iso(to)}&status=Failed&currency=EUR&source=pos",
                t => t.ReceivedAt >= from && t.ReceivedAt < to
                    && t is { Status: TransactionStatus.Failed, Currency: "EUR", Source: "pos" }),
        ];

        foreach (var (query, filter) in filters)
            (await _host.HistoryAsync(query, limit: 77)).Select(t => t.Id).ShouldBe(all.Where(filter).Select(t => t.Id), query);
    }

    [Fact]
    public async Task Pages_stay_as_they_are_while_rows_arrive()
    {
        var before = await FillAsync(250);
        var first = await _host.GetAsync<TransactionPage>("/api/v1/transactions?limit=100");

        await _host.IngestAsync([.. Enumerable.Range(0, 120).Select(i => TestData.Item(reference: "late" + i))]);
        var second = await _host.GetAsync<TransactionPage>("/api/v1/transactions?limit=100&cursor=" + first.Next);
        var third = await _host.GetAsync<TransactionPage>("/api/v1/transactions?limit=100&cursor=" + second.Next);

        first.Items.Concat(second.Items).Concat(third.Items).Select(t => t.Id).ShouldBe(before.Select(t => t.Id));
        third.Next.ShouldBeNull();
    }

    [Fact]
    public async Task One_transaction_comes_with_its_timeline()
    {
        var one = (await FillAsync(1)).Single();

        var found = await _host.GetAsync<TransactionWithTimeline>("/api/v1/transactions/" + one.Id);

        found.Transaction.ShouldBeEquivalentTo(one);
        found.Timeline.Select(e => e.State).ShouldBe(["Created", "Pending", "Processing", one.Status.ToString()]);
        found.Timeline.Skip(1).Select(e => e.At).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_transaction_that_was_sent_with_its_outcome_ended_before_it_was_received()
    {
        var ended = TimeProvider.System.GetUtcNow().AddHours(-2);
        var sent = TestData.Item(createdAt: ended.AddMinutes(-1)) with
        {
            Status = TransactionStatus.Failed,
            CompletedAt = ended,
            FailureReason = "card_expired",
        };
        var id = (await _host.IngestAsync(sent))[0].Id;

        var found = await _host.GetAsync<TransactionWithTimeline>("/api/v1/transactions/" + id);

        found.Timeline.Select(e => e.State).ShouldBe(["Created", "Failed", "Pending"]);
        found.Timeline.Select(e => e.At).ShouldBeInOrder();
    }

    [Theory]
    [InlineData("0000000000000")]
    [InlineData("nonsense")]
    [InlineData("zzzzzzzzzzzzz")]
    public async Task An_unknown_id_is_a_404_problem(string id)
    {
        var response = await _host.Client.GetAsync("/api/v1/transactions/" + id);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private async Task<List<TransactionDto>> FillAsync(int count)
    {
        var random = new Random(11);
        (string Code, decimal Step)[] currencies = [("EUR", 0.01m), ("JPY", 1m), ("KWD", 0.001m), ("USD", 0.01m)];
        string[] sources = ["pos", "atm", "online"];
        for (var i = 0; i < count; i += 50)
        {
            await _host.IngestAsync([.. Enumerable.Range(i, Math.Min(50, count - i)).Select(n =>
            {
                var (code, step) = currencies[random.Next(4)];
                return TestData.Item(
                    random.Next(-3_000, 200_000) * step, code, sources[random.Next(3)], "ACC-" + random.Next(40), "ref-" + n);
            })]);
        }

        return await _host.HistoryWhenAsync(all => all.Count == count && all.All(t => t.CompletedAt is not null));
    }
}

public sealed class SqliteHistoryTests : HistoryTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteDatabase());
}

public sealed class PostgresHistoryTests(PostgresServers servers) : HistoryTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}

public sealed class SqlServerHistoryTests(SqlServers servers) : HistoryTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}
