using System.Globalization;
using Dashboard.Application.History;
using Dashboard.Domain.Transactions;
using Dashboard.IntegrationTests.Storage;

namespace Dashboard.IntegrationTests.History;

/// <summary>Every pair of filters selects what a plain scan over the same rows would, on every provider.</summary>
public abstract class FilterPairTests : StoreTest
{
    private const int Rows = 400;

    private static readonly DateTimeOffset Old = new(2017, 3, 1, 12, 0, 0, TimeSpan.Zero);

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
    public async Task Every_pair_of_filters_selects_what_a_plain_scan_would()
    {
        var all = await FillAsync();
        var filters = Filters(all);
        var pairs = filters.SelectMany((a, i) => filters.Skip(i + 1).Where(b => b.Name != a.Name).Select(b => (a, b))).ToList();
        pairs.Count.ShouldBeGreaterThan(80);
        filters.Select(f => all.Count(f.Selects)).ShouldAllBe(n => n > 0 && n < Rows, "each filter divides the rows");

        foreach (var (a, b) in pairs)
        {
            var query = $"&{a.Name}={a.Value}&{b.Name}={b.Value}";
            var expected = all.Where(t => a.Selects(t) && b.Selects(t)).Select(t => t.Id);
            (await _host.HistoryAsync(query, limit: 150)).Select(t => t.Id).ShouldBe(expected, query);
        }
    }

    private static Filter[] Filters(List<TransactionDto> all)
    {
        var middle = all[Rows / 2];
        var (from, to) = (all[Rows * 3 / 4].ReceivedAt, all[Rows / 4].ReceivedAt);
        // Times of rows, so that it matters which bound belongs to the range.
        var old = all.Where(t => t.CreatedAt.Year == Old.Year).Select(t => t.CreatedAt).Order().ToList();
        var (createdFrom, createdTo) = (old[old.Count / 10], old[old.Count * 2 / 3]);
        return
        [
            new("status", "Failed", t => t.Status == TransactionStatus.Failed),
            new("source", "pos", t => t.Source == "pos"),
            new("account", middle.Account, t => t.Account == middle.Account),
            new("counterparty", "Shop%201", t => t.Counterparty == "Shop 1"),
            new("reference", middle.Reference!, t => t.Reference == middle.Reference),
            new("currency", "KWD", t => t.Currency == "KWD"),
            new("minAmount", "10.001", t => t.Amount >= 10.001m),
            new("maxAmount", "150.25", t => t.Amount <= 150.25m),
            new("flagged", "true", t => t.Flags.Count > 0),
            new("flagged", "false", t => t.Flags.Count == 0),
            new("from", Iso(from), t => t.ReceivedAt >= from),
            new("to", Iso(to), t => t.ReceivedAt < to),
            new("createdFrom", Iso(createdFrom), t => t.CreatedAt >= createdFrom),
            new("createdTo", Iso(createdTo), t => t.CreatedAt < createdTo),
        ];
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private async Task<List<TransactionDto>> FillAsync()
    {
        var random = new Random(17);
        (string Code, decimal Step)[] currencies = [("EUR", 0.01m), ("JPY", 1m), ("KWD", 0.001m)];
        string[] sources = ["pos", "atm", "online"];
        for (var i = 0; i < Rows; i += 50)
        {
            await _host.IngestAsync([.. Enumerable.Range(i, 50).Select(n =>
            {
                var (code, step) = currencies[random.Next(3)];
                return TestData.Item(
                    random.Next(-3_000, 200_000) * step, code, sources[random.Next(3)], "ACC-" + random.Next(20), "ref-" + n,
                    n % 2 == 0 ? Old.AddHours(random.Next(30 * 24)) : null) with { Counterparty = n % 4 == 0 ? null : "Shop " + n % 3 };
            })]);
        }

        return await _host.HistoryWhenAsync(all => all.Count == Rows && all.All(t => t.CompletedAt is not null));
    }

    private sealed record Filter(string Name, string Value, Func<TransactionDto, bool> Selects);
}

public sealed class SqliteFilterPairTests : FilterPairTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteDatabase());
}

public sealed class PostgresFilterPairTests(PostgresServers servers) : FilterPairTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}

public sealed class SqlServerFilterPairTests(SqlServers servers) : FilterPairTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}
