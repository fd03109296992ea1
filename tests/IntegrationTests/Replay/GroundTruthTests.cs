using System.Globalization;
using System.Text.Json;
using Dashboard.Application.History;
using Dashboard.Application.Live;
using Dashboard.Domain.Transactions;

namespace Dashboard.IntegrationTests.Replay;

/// <summary>Real files replayed whole through the running program; the figures are counted from its own history API.</summary>
public sealed class GroundTruthTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Purchase_cards_give_the_published_rows_sums_and_top_merchants()
    {
        var data = SampleFiles.Folder();
        var facts = SampleFiles.Facts(data).GetProperty("purchase_cards_birmingham").GetProperty("files");
        foreach (var month in new[] { "2014-04", "2015-02", "2016-04", "2017-05" })
        {
            using var store = new TemporaryStore();
            var fact = facts.GetProperty(month);
            var (rows, metrics) = await ReplayAsync(store, Path.Combine(data, "purchase-cards-birmingham", month + ".csv.gz"),
                "birmingham", fact.GetProperty("rows").GetInt64());

            var sum = fact.TryGetProperty("sum_billing_gross", out var billed) ? billed : fact.GetProperty("sum_original_gross");
            rows.Sum(t => t.Amount).ShouldBe(Decimal(sum), month);
            rows.ShouldAllBe(t => t.Currency == "GBP");
            rows.Count(t => t.Amount < 0).ShouldBe(fact.GetProperty("negative_rows").GetInt32(), month);
            rows.Min(t => t.CreatedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).ShouldBe(
                fact.GetProperty("min_date").GetString());
            rows.Max(t => t.CreatedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).ShouldBe(
                fact.GetProperty("max_date").GetString());
            rows.Select(t => t.Account).Distinct().Count().ShouldBe(fact.GetProperty("distinct_cards").GetInt32());
            rows.Select(t => t.Counterparty).Distinct().Count().ShouldBe(fact.GetProperty("distinct_merchants").GetInt32());
            metrics.LastHour.Count.ShouldBe(0, "what ended years ago is in no window of the present");
            rows.ShouldAllBe(t => t.Status == TransactionStatus.Completed && t.CompletedAt == t.CreatedAt && t.FailureReason == null);
        }
    }

    [Fact]
    public async Task All_purchase_cards_give_the_published_top_merchants_and_the_second_delivery_is_recognised()
    {
        var data = SampleFiles.Folder();
        var facts = SampleFiles.Facts(data).GetProperty("purchase_cards_birmingham");
        var fact = facts.GetProperty("all_files_without_2014_05");
        using var folder = new TemporaryStore();
        // The published sums over all files add the written amounts, whatever their currency.
        var mapping = Path.Combine(Path.GetDirectoryName(folder.File)!, "as-written.json");
        await File.WriteAllTextAsync(mapping, """
            {
              "source": "as-written", "account": "{CARD NUMBER}", "counterparty": "{MERCHANT NAME}", "reference": "{#checksum}:{#line}",
              "currency": "GBP", "amount": { "text": "{ORIGINAL GROSS AMT}" }, "createdAt": { "text": "{TRANS DATE}", "format": "yyyy-MM-dd" }
            }
            """);

        long duplicates = 0;
        foreach (var file in Directory.GetFiles(Path.Combine(data, "purchase-cards-birmingham"), "*.csv.gz").Order())
        {
            var expected = facts.GetProperty("files").GetProperty(Path.GetFileName(file)[..7]).GetProperty("rows").GetInt64();
            await using var host = await DashboardHost.StartAsync(_store, Settings(file, mapping));
            duplicates += (await host.WaitForAsync(m => m.Flow.Received == expected && m is { Queued: 0, InFlight: 0 })).Flow.Duplicates;
        }

        duplicates.ShouldBe(4_573, "May and June 2014 are the same content");
        await using var reader = await DashboardHost.StartAsync(_store);
        var rows = await reader.HistoryAsync();
        rows.Count.ShouldBe(fact.GetProperty("rows").GetInt32());
        rows.Sum(t => t.Amount).ShouldBe(Decimal(fact.GetProperty("sum_original_gross")));
        TopCounterparties(rows).ShouldBe(Top(fact, "top10_merchants_by_rows"));
    }

    [Fact]
    public async Task Card_transactions_give_the_published_sums_channels_and_top_merchants()
    {
        var data = SampleFiles.Folder();
        var fact = SampleFiles.Facts(data).GetProperty("card_tabformer_user0").GetProperty("2011-2020");

        var (rows, _) = await ReplayAsync(
            _store, Path.Combine(data, "card-tabformer-user0", "2011-2020.csv.gz"), "tabformer", fact.GetProperty("rows").GetInt64());

        rows.Sum(t => t.Amount).ShouldBe(Decimal(fact.GetProperty("sum_amount")));
        rows.Where(t => t.Amount < 0).Sum(t => t.Amount).ShouldBe(Decimal(fact.GetProperty("sum_negative")));
        foreach (var channel in fact.GetProperty("by_use_chip").EnumerateObject())
        {
            var of = rows.Where(t => t.Source == channel.Name).ToList();
            (of.Count, of.Sum(t => t.Amount)).ShouldBe((channel.Value[0].GetInt32(), Decimal(channel.Value[1])), channel.Name);
        }

        TopCounterparties(rows).ShouldBe(Top(fact, "top10_merchants"));
        var errors = fact.GetProperty("by_errors").EnumerateObject().ToDictionary(e => e.Name, e => e.Value[0].GetInt32());
        rows.Count(t => t.Status == TransactionStatus.Completed).ShouldBe(errors[""]);
        rows.Where(t => t.Status == TransactionStatus.Failed).GroupBy(t => t.FailureReason!).ToDictionary(g => g.Key, g => g.Count())
            .ShouldBe(errors.Where(e => e.Key.Length > 0).ToDictionary(e => e.Key.TrimEnd(','), e => e.Value), ignoreOrder: true);
    }

    [Fact]
    public async Task Transfers_give_the_published_sums_and_top_targets()
    {
        var data = SampleFiles.Folder();
        var fact = SampleFiles.Facts(data).GetProperty("transfers_amlsim").GetProperty("20K_cycle200");

        var (rows, _) = await ReplayAsync(_store, Path.Combine(data, "transfers-amlsim", "20K_cycle200-transactions.csv.gz"), "amlsim",
            fact.GetProperty("rows").GetInt64());

        rows.Sum(t => t.Amount).ShouldBe(Decimal(fact.GetProperty("sum_value")));
        TopCounterparties(rows).ShouldBe(Top(fact, "top10_targets"));
    }

    [Fact]
    public async Task Invoice_lines_and_fraud_labelled_cards_give_the_published_rows_and_sums()
    {
        var data = SampleFiles.Folder();
        var retail = SampleFiles.Facts(data).GetProperty("online_retail_uk").GetProperty("files").GetProperty("2011-02");
        var (lines, _) = await ReplayAsync(
            _store, Path.Combine(data, "online-retail-uk", "2011-02.csv.gz"), "online-retail", retail.GetProperty("line_rows").GetInt64());
        lines.Sum(t => t.Amount).ShouldBe(Decimal(retail.GetProperty("sum_quantity_x_unitprice")));

        using var store = new TemporaryStore();
        var ulb = SampleFiles.Facts(data).GetProperty("card_ulb_real_fraud").GetProperty("first-9188-seconds");
        var (cards, _) = await ReplayAsync(
            store, Path.Combine(data, "card-ulb-real-fraud", "first-9188-seconds.csv.gz"), "ulb", ulb.GetProperty("rows").GetInt64());
        cards.Sum(t => t.Amount).ShouldBe(Decimal(ulb.GetProperty("sum_amount")));
        cards.ShouldAllBe(t => !t.Flags.Contains("high_velocity"), "the mapping filled the account in");
        cards.Count(t => t.Amount == 0).ShouldBe(ulb.GetProperty("zero_amounts").GetInt32());
    }

    private static async Task<(List<TransactionDto> Rows, DashboardMetricsDto Metrics)> ReplayAsync(
        TemporaryStore store, string file, string mapping, long expectedRows)
    {
        await using var host = await DashboardHost.StartAsync(store, Settings(file, mapping));
        var metrics = await host.WaitForAsync(m => m.Flow.Received == expectedRows && m is { Queued: 0, InFlight: 0 });
        metrics.Flow.Accepted.ShouldBe(expectedRows);
        var rows = await host.HistoryAsync();
        rows.Count.ShouldBe((int)expectedRows);
        return (rows, metrics);
    }

    private static Dictionary<string, string?> Settings(string file, string mapping) => new()
    {
        ["Replay:File"] = file,
        ["Replay:Mapping"] = mapping,
        ["Processing:MinDelay"] = "00:00:00",
        ["Processing:MaxDelay"] = "00:00:00.010",
    };

    private static List<(string, int, decimal)> TopCounterparties(IEnumerable<TransactionDto> rows) =>
    [
        .. rows.GroupBy(t => t.Counterparty!).Select(g => (g.Key, Count: g.Count(), Sum: g.Sum(t => t.Amount)))
            .OrderByDescending(g => g.Count).ThenBy(g => g.Key, StringComparer.Ordinal).Take(10),
    ];

    private static List<(string, int, decimal)> Top(JsonElement fact, string name) =>
        [.. fact.GetProperty(name).EnumerateArray().Select(e => (e[0].GetString()!, e[1].GetInt32(), Decimal(e[2])))];

    private static decimal Decimal(JsonElement element) =>
        decimal.Parse(element.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
