using System.Globalization;
using System.Net;
using Dashboard.Application.History;
using Dashboard.IntegrationTests.Storage;

namespace Dashboard.IntegrationTests.History;

/// <summary>History by the transaction's own time and by its counterparty, on every provider.</summary>
public abstract class OwnTimeTests : StoreTest
{
    private static readonly DateTimeOffset Old = new(2017, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private DashboardHost _host = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _host = await StartAsync(new() { ["Processing:MaxDelay"] = "00:00:00.200" });
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
        var all = await FillAsync();
        var (from, to) = (Old.AddDays(3), Old.AddDays(20));
        (string Query, Func<TransactionDto, bool> Filter)[] filters =
        [
            ($"&createdFrom={Iso(from)}", t => t.CreatedAt >= from),
            ($"&createdTo={Iso(to)}", t => t.CreatedAt < to),
            ($"&createdFrom={Iso(from)}&createdTo={Iso(to)}", t => t.CreatedAt >= from && t.CreatedAt < to),
            ($"&createdTo={Iso(Old)}", _ => false),
            ("&createdFrom=2017-01-01T00:00:00Z&createdTo=2018-01-01T00:00:00Z", t => t.CreatedAt.Year == 2017),
            ($"&createdFrom={Iso(from)}&createdTo={Iso(to)}&counterparty=Shop%201", t =>
                t.CreatedAt >= from && t.CreatedAt < to && t.Counterparty == "Shop 1"),
            ("&counterparty=Shop%202", t => t.Counterparty == "Shop 2"),
            ("&counterparty=shop%202", _ => false),
            ($"&from={Iso(all[30].ReceivedAt)}&counterparty=Shop%200", t =>
                t.ReceivedAt >= all[30].ReceivedAt && t.Counterparty == "Shop 0"),
        ];

        foreach (var (query, filter) in filters)
        {
            var expected = all.Where(filter).Select(t => t.Id).ToList();
            (await _host.HistoryAsync(query, limit: 17)).Select(t => t.Id).ShouldBe(expected, query);
            var lines = await _host.Client.GetStringAsync("/api/v1/transactions/export?" + query[1..]);
            lines.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')[0]).ShouldBe(expected, query);
        }
    }

    [Theory]
    [InlineData("createdFrom=2017", "createdFrom")]
    [InlineData("createdFrom=2017-02-01T00:00:00Z&createdTo=2017-01-01T00:00:00Z", "createdTo")]
    [InlineData("counterparty=", "counterparty")]
    public async Task A_bad_value_is_a_400_that_names_the_field(string query, string field)
    {
        var answer = await _host.Client.GetAsync("/api/v1/transactions?" + query);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.ErrorsAsync()).ShouldContain(field);
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    // Half of them as a replayed file from 2017, whose times have nothing to do with the order of receipt.
    private async Task<List<TransactionDto>> FillAsync()
    {
        var random = new Random(3);
        await _host.IngestAsync([.. Enumerable.Range(0, 120).Select(i =>
            TestData.Item(createdAt: i % 2 == 0 ? Old.AddHours(random.Next(30 * 24)) : null) with { Counterparty = "Shop " + i % 3 })]);
        return await _host.HistoryWhenAsync(all => all.Count == 120 && all.All(t => t.CompletedAt is not null));
    }
}

public sealed class SqliteOwnTimeTests : OwnTimeTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteDatabase());
}

public sealed class PostgresOwnTimeTests(PostgresServers servers) : OwnTimeTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}

public sealed class SqlServerOwnTimeTests(SqlServers servers) : OwnTimeTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}
