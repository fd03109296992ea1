using System.Globalization;
using System.Text.Json;
using Dashboard.Application.Ingest;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Replay.Rows;

namespace Dashboard.UnitTests.Replay;

/// <summary>Reader and mapping alone over every row of every public file, against the published figures.</summary>
public sealed class GroundTruthTests
{
    private readonly string _data = SampleFiles.Folder();

    [Theory]
    [InlineData("2014-04")]
    [InlineData("2014-05")]
    [InlineData("2014-06")]
    [InlineData("2014-07")]
    [InlineData("2014-08")]
    [InlineData("2014-09")]
    [InlineData("2015-02")]
    [InlineData("2015-11")]
    [InlineData("2016-04")]
    [InlineData("2017-05")]
    [InlineData("2017-09")]
    [InlineData("2018-01")]
    public async Task PurchaseCards_OneMonth_GivesThePublishedFigures(string month)
    {
        var fact = Fact("purchase_cards_birmingham", "files", month);

        var (rows, blank) = await ReadAsync($"purchase-cards-birmingham/{month}.csv.gz", "birmingham");

        rows.Count.ShouldBe(Whole(fact, "rows"));
        blank.ShouldBe(Whole(fact, "blank_lines"));
        rows.Sum(Amount).ShouldBe(Number(fact, fact.TryGetProperty("sum_billing_gross", out _) ? "sum_billing_gross"
            : "sum_original_gross"));
        rows.ShouldAllBe(r => r.Currency == "GBP");
        Negative(rows).Count.ShouldBe(Whole(fact, "negative_rows"));
        (First(rows), Last(rows)).ShouldBe((Text(fact, "min_date"), Text(fact, "max_date")));
        rows.Select(r => r.Account).Distinct().Count().ShouldBe(Whole(fact, "distinct_cards"));
        rows.Select(r => r.Counterparty).Distinct().Count().ShouldBe(Whole(fact, "distinct_merchants"));
        rows.GroupBy(r => r.CreatedAt).Max(g => g.Count()).ShouldBe(Whole(fact, "peak_day_rows"));
        rows.Select(r => r.Reference).Distinct().Count().ShouldBe(rows.Count, "equal lines of one file all count");
    }

    [Fact]
    public async Task PurchaseCards_SecondDelivery_HasTheReferencesOfTheFirst()
    {
        var (may, _) = await ReadAsync("purchase-cards-birmingham/2014-05.csv.gz", "birmingham");
        var (june, _) = await ReadAsync("purchase-cards-birmingham/2014-06.csv.gz", "birmingham");

        june.ShouldBe(may);
    }

    [Theory]
    [InlineData("2010-12")]
    [InlineData("2011-01")]
    [InlineData("2011-02")]
    public async Task InvoiceLines_OneMonth_GiveThePublishedFigures(string month)
    {
        var fact = Fact("online_retail_uk", "files", month);

        var (rows, _) = await ReadAsync($"online-retail-uk/{month}.csv.gz", "online-retail");

        rows.Count.ShouldBe(Whole(fact, "line_rows"));
        rows.Sum(Amount).ShouldBe(Number(fact, "sum_quantity_x_unitprice"));
        Negative(rows).Sum.ShouldBe(Number(fact, "sum_negative_lines"));
        rows.Count(r => Amount(r) == 0).ShouldBe(Whole(fact, "zero_value_lines"));
        rows.Count(r => r.Account == "unknown").ShouldBe(Whole(fact, "lines_without_customer"));
        (First(rows, "yyyy-MM-dd HH:mm:ss"), Last(rows, "yyyy-MM-dd HH:mm:ss")).ShouldBe((Text(fact, "min_time"), Text(fact, "max_time")));
        Top(rows, r => r.Counterparty).ShouldBe(Top(fact, "top10_countries"));
    }

    [Fact]
    public async Task CardTransactions_GiveThePublishedFigures()
    {
        var fact = Fact("card_tabformer_user0", "2011-2020");

        var (rows, _) = await ReadAsync("card-tabformer-user0/2011-2020.csv.gz", "tabformer");

        rows.Count.ShouldBe(Whole(fact, "rows"));
        rows.Sum(Amount).ShouldBe(Number(fact, "sum_amount"));
        Negative(rows).ShouldBe((Whole(fact, "negative_rows"), Number(fact, "sum_negative")));
        (First(rows, "yyyy-MM-dd HH:mm"), Last(rows, "yyyy-MM-dd HH:mm")).ShouldBe((Text(fact, "min_time"), Text(fact, "max_time")));
        rows.Count(r => r.Counterparty!.StartsWith('-')).ShouldBe(Whole(fact, "negative_merchant_ids"));
        Top(rows, r => r.Counterparty).ShouldBe(Top(fact, "top10_merchants"));
        var errors = fact.GetProperty("by_errors").EnumerateObject().ToDictionary(e => e.Name, e => e.Value[0].GetInt32());
        rows.GroupBy(r => r.FailureReason ?? "").ToDictionary(g => g.Key, g => g.Count()).ShouldBe(errors, ignoreOrder: true);
        rows.ShouldAllBe(r => (r.Status == TransactionStatus.Failed) == (r.FailureReason != null) && r.CompletedAt == r.CreatedAt);
    }

    [Fact]
    public async Task Transfers_GiveThePublishedFigures()
    {
        var fact = Fact("transfers_amlsim", "20K_cycle200");

        var (rows, _) = await ReadAsync("transfers-amlsim/20K_cycle200-transactions.csv.gz", "amlsim");

        rows.Count.ShouldBe(Whole(fact, "rows"));
        rows.Sum(Amount).ShouldBe(Number(fact, "sum_value"));
        (rows.Min(Amount), rows.Max(Amount)).ShouldBe((Number(fact, "min_value"), Number(fact, "max_value")));
        (rows.Max(r => r.CreatedAt) - rows.Min(r => r.CreatedAt))!.Value.Days.ShouldBe(Whole(fact, "max_step") - Whole(fact, "min_step"));
        Top(rows, r => r.Account).ShouldBe(Top(fact, "top10_sources"));
        Top(rows, r => r.Counterparty).ShouldBe(Top(fact, "top10_targets"));
    }

    [Fact]
    public async Task LabelledCards_GiveThePublishedFigures()
    {
        var fact = Fact("card_ulb_real_fraud", "first-9188-seconds");

        var (rows, _) = await ReadAsync("card-ulb-real-fraud/first-9188-seconds.csv.gz", "ulb");

        rows.Count.ShouldBe(Whole(fact, "rows"));
        rows.Sum(Amount).ShouldBe(Number(fact, "sum_amount"));
        rows.Max(Amount).ShouldBe(Number(fact, "max_amount"));
        rows.Count(r => Amount(r) == 0).ShouldBe(Whole(fact, "zero_amounts"));
        (rows.Max(r => r.CreatedAt) - rows.Min(r => r.CreatedAt)).ShouldBe(TimeSpan.FromSeconds(9_188));
    }

    private async Task<(List<NewTransaction> Rows, int Blank)> ReadAsync(string file, string mapping)
    {
        var source = await ReplayFile.OpenAsync(Path.Combine(_data, file), CancellationToken.None);
        var mapper = new RowMapper(ReplayMapping.Load(mapping));
        mapper.Check(source);
        var rows = new List<NewTransaction>();
        var blank = 0;
        await foreach (var row in source.ReadAsync(CancellationToken.None))
        {
            if (row.IsBlank) blank++;
            else if (mapper.TryMap(row, out var item, out var problem)) rows.Add(item);
            else Assert.Fail($"Line {row.Line}: {problem}");
        }

        return (rows, blank);
    }

    private JsonElement Fact(params string[] path) =>
        path.Aggregate(SampleFiles.Facts(_data), (element, name) => element.GetProperty(name));

    private static decimal Amount(NewTransaction row) => (decimal)row.Amount!;

    private static (int Count, decimal Sum) Negative(List<NewTransaction> rows) =>
        (rows.Count(r => Amount(r) < 0), rows.Where(r => Amount(r) < 0).Sum(Amount));

    private static string First(List<NewTransaction> rows, string format = "yyyy-MM-dd") =>
        rows.Min(r => r.CreatedAt)!.Value.ToString(format, CultureInfo.InvariantCulture);

    private static string Last(List<NewTransaction> rows, string format = "yyyy-MM-dd") =>
        rows.Max(r => r.CreatedAt)!.Value.ToString(format, CultureInfo.InvariantCulture);

    private static List<(string, int, decimal)> Top(List<NewTransaction> rows, Func<NewTransaction, string?> key) =>
    [
        .. rows.GroupBy(key).Select(g => (g.Key!, Count: g.Count(), Sum: g.Sum(Amount)))
            .OrderByDescending(g => g.Count).ThenBy(g => g.Item1, StringComparer.Ordinal).Take(10),
    ];

    private static List<(string, int, decimal)> Top(JsonElement fact, string name) =>
        [.. fact.GetProperty(name).EnumerateArray().Select(e => (e[0].GetString()!, e[1].GetInt32(), Number(e[2])))];

    private static int Whole(JsonElement fact, string name) => fact.GetProperty(name).GetInt32();

    private static string Text(JsonElement fact, string name) => fact.GetProperty(name).GetString()!;

    private static decimal Number(JsonElement fact, string name) => Number(fact.GetProperty(name));

    private static decimal Number(JsonElement value) =>
        decimal.Parse(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), NumberStyles.Float,
            CultureInfo.InvariantCulture);
}
