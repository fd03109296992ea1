using System.Net;
using Dashboard.Application.History;
using Dashboard.Domain.Transactions;
using Dashboard.IntegrationTests.Storage;

namespace Dashboard.IntegrationTests.History;

/// <summary>History and export in the order of the transactions' own time, on every provider.</summary>
public abstract class CreationOrderTests : StoreTest
{
    private const int Rows = 240;

    // The lowest bound that the setting allows.
    private const int MaxRows = 1_000;
    private const string Sorted = "&sort=createdAt";

    private static readonly DateTimeOffset Old = new(2017, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(29);

    [Fact]
    public async Task Every_filter_gives_what_a_plain_sort_would_in_pages_and_as_a_file()
    {
        await using var host = await StartAsync(new() { ["Processing:MaxDelay"] = "00:00:00.200", ["Processing:FailureRate"] = "0.3" });
        var all = await FillAsync(host);
        all.Select(t => t.CreatedAt).Distinct().Count().ShouldBeLessThan(Rows * 3 / 4, "many have the same time");
        (string Query, Func<TransactionDto, bool> Selects)[] filters =
        [
            ("", _ => true),
            ("&createdFrom=2017-03-03T00:00:00Z&createdTo=2017-03-05T00:00:00Z", t =>
                t.CreatedAt >= new DateTimeOffset(2017, 3, 3, 0, 0, 0, TimeSpan.Zero)
                && t.CreatedAt < new DateTimeOffset(2017, 3, 5, 0, 0, 0, TimeSpan.Zero)),
            ("&source=pos", t => t.Source == "pos"),
            ("&account=ACC-1", t => t.Account == "ACC-1"),
            ("&status=Failed", t => t.Status == TransactionStatus.Failed),
            ("&status=Pending", _ => false),
            ("&flagged=true&status=Completed", t => t.Flags.Count > 0 && t.Status == TransactionStatus.Completed),
            ("&source=atm&minAmount=100", t => t.Source == "atm" && t.Amount >= 100),
        ];

        foreach (var (query, selects) in filters)
        {
            var expected = Order(all.Where(selects));
            foreach (var limit in new[] { 1 + _random.Next(12), 60, 500 })
                (await host.HistoryAsync(query + Sorted, limit)).Select(t => t.Id).ShouldBe(expected, $"{query}, {limit} a page");
            var lines = await host.Client.GetStringAsync("/api/v1/transactions/export?" + (query + Sorted)[1..]);
            lines.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')[0]).ShouldBe(expected, query);
        }
    }

    [Fact]
    public async Task What_arrives_after_the_first_page_is_not_on_the_later_ones()
    {
        await using var host = await StartAsync();
        var all = await FillAsync(host);
        var first = await host.Client.ReadAsync<TransactionPage>("/api/v1/transactions?limit=100" + Sorted);
        first.SearchedTo.ShouldBeNull();

        await host.IngestAsync([.. Enumerable.Range(0, 20).Select(_ => TestData.Item(createdAt: first.Items[^1].CreatedAt))]);

        var rest = await host.Client.ReadAsync<TransactionPage>($"/api/v1/transactions?limit=500{Sorted}&cursor={first.Next}");
        first.Items.Concat(rest.Items).Select(t => t.Id).ShouldBe(Order(all));
        rest.Next.ShouldBeNull();
    }

    [Fact]
    public async Task More_rows_than_a_call_may_look_at_are_refused_until_the_filter_is_narrower()
    {
        await using var host = await StartAsync(new() { ["Storage:MaxRowsPerRead"] = $"{MaxRows}" });
        var all = await FillAsync(host, MaxRows + 200);
        foreach (var path in new[] { "/api/v1/transactions?source=pos", "/api/v1/transactions/export?createdFrom=2017-03-03T00:00:00Z" })
        {
            var refused = await host.Client.GetAsync(path + Sorted);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, path);
            (await refused.Content.ReadAsStringAsync()).ShouldContain("from and to");
        }

        var narrower = await host.HistoryAsync("&account=ACC-1" + Sorted, limit: 70);
        narrower.Select(t => t.Id).ShouldBe(Order(all.Where(t => t.Account == "ACC-1")));
    }

    [Theory]
    [InlineData("sort=amount", "sort")]
    [InlineData("sort=createdAt&cursor=0D8B3K2M4PWX7", "cursor")]
    [InlineData("cursor=0D8B3K2M4PWX70D8B3K2M4PWX70D8B3K2M4PWX7", "cursor")]
    [InlineData("sort=createdAt&limit=501", "limit")]
    public async Task A_bad_value_is_a_400_that_names_the_field(string query, string field)
    {
        await using var host = await StartAsync();

        var answer = await host.Client.GetAsync("/api/v1/transactions?" + query);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.ErrorsAsync()).ShouldContain(field);
    }

    private static List<string> Order(IEnumerable<TransactionDto> rows) =>
        [.. rows.OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id, StringComparer.Ordinal).Select(t => t.Id)];

    // Hours of 2017, many of them several times, with the fractions of a second that a store keeps.
    private async Task<List<TransactionDto>> FillAsync(DashboardHost host, int count = Rows)
    {
        for (var i = 0; i < count; i += 60)
        {
            await host.IngestAsync([.. Enumerable.Range(i, 60).Select(n => TestData.Item(
                n % 9 == 0 ? 20_000 : _random.Next(1, 200), source: n % 2 == 0 ? "pos" : "atm", account: "ACC-" + n % 3,
                createdAt: Old.AddHours(_random.Next(100)).AddMicroseconds(n % 5 == 0 ? 7 : 0)))]);
        }

        return await host.HistoryWhenAsync(all => all.Count == count && all.All(t => t.CompletedAt is not null));
    }
}

public sealed class SqliteCreationOrderTests : CreationOrderTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteDatabase());
}

public sealed class PostgresCreationOrderTests(PostgresServers servers) : CreationOrderTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}

public sealed class SqlServerCreationOrderTests(SqlServers servers) : CreationOrderTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}
