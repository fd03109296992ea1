using System.Globalization;
using Dashboard.Application.History;
using Dashboard.Domain.Transactions;

namespace Dashboard.IntegrationTests.History;

public sealed class HistogramTests : HostTest
{
    private static readonly DateTimeOffset Newest = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_filter_counts_what_a_plain_scan_would()
    {
        await StoredRows.FillAsync(Store, 2_000, Newest);
        var all = await Host.HistoryAsync();
        (string Query, Func<TransactionDto, bool> Filter)[] filters =
        [
            ("", _ => true),
            ("&status=Failed", t => t.Status == TransactionStatus.Failed),
            ("&status=Completed,Failed", _ => true),
            ("&source=atm", t => t.Source == "atm"),
            ("&account=ACC-7", t => t.Account == "ACC-7"),
            ("&account=ACC-20&status=Failed", t => t.Account == "ACC-20" && t.Status == TransactionStatus.Failed),
            ("&flagged=true", t => t.Flags.Count > 0),
            ("&flagged=false&minAmount=10", t => t.Flags.Count == 0 && t.Amount >= 10),
            ("&currency=USD", _ => false),
        ];
        (DateTimeOffset From, DateTimeOffset To, int Buckets)[] ranges =
        [
            (Newest.AddSeconds(-1_999), Newest.AddSeconds(1), 60), (Newest.AddSeconds(-777.25), Newest.AddSeconds(-3.5), 7),
            (Newest.AddDays(-30), Newest.AddDays(1), 120), (Newest.AddSeconds(-10), Newest.AddSeconds(-9), 1),
                (Newest.AddSeconds(-15), Newest, 60),
        ];

        foreach (var (query, filter) in filters)
        {
            foreach (var (from, to, buckets) in ranges)
            {
                var histogram = await GetAsync(from, to, $"&buckets={buckets}{query}");

                var selected = all.Where(filter).ToList();
                histogram.BucketSeconds.ShouldBe((to - from).TotalSeconds / buckets, 1e-9);
                histogram.Failed.ShouldBe(Count(selected, t => t.Status == TransactionStatus.Failed), query);
                histogram.Flagged.ShouldBe(Count(selected, t => t.Flags.Count > 0 && t.Status != TransactionStatus.Failed), query);
                histogram.Ok.ShouldBe(Count(selected, t => t.Flags.Count == 0 && t.Status != TransactionStatus.Failed), query);
                histogram.Total.ShouldBe(selected.Count(t => t.ReceivedAt >= from && t.ReceivedAt < to));
                (histogram.IsComplete, histogram.CountedFrom).ShouldBe((true, from));

                long[] Count(List<TransactionDto> rows, Func<TransactionDto, bool> kind)
                {
                    var counts = new long[buckets];
                    foreach (var row in rows.Where(kind).Where(t => t.ReceivedAt >= from && t.ReceivedAt < to))
                    {
                        var bucket = 0;
                        while (from + TimeSpan.FromTicks((to - from).Ticks * (bucket + 1) / buckets) <= row.ReceivedAt) bucket++;
                        counts[bucket]++;
                    }

                    return counts;
                }
            }
        }
    }

    [Fact]
    public async Task Beyond_the_newest_half_million_nothing_is_counted_and_the_answer_says_so()
    {
        await StoredRows.FillAsync(Store, 510_000, Newest);

        var all = await GetAsync(Newest.AddSeconds(-509_999), Newest.AddSeconds(1), "&buckets=51");
        var indexed = await GetAsync(Newest.AddSeconds(-509_999), Newest.AddSeconds(1), "&buckets=51&account=ACC-7");
        var walked = await GetAsync(Newest.AddSeconds(-509_999), Newest.AddSeconds(1), "&buckets=51&source=pos");

        (all.IsComplete, all.Total, all.CountedFrom).ShouldBe((false, 500_001, Newest.AddSeconds(-500_000)));
        all.Ok[0].ShouldBe(0);
        (indexed.IsComplete, indexed.Total).ShouldBe((true, 510_000 / 40));
        (walked.IsComplete, walked.CountedFrom).ShouldBe((false, Newest.AddSeconds(-500_000)));
        walked.Total.ShouldBe(166_667);
    }

    private Task<TransactionHistogramDto> GetAsync(DateTimeOffset from, DateTimeOffset to, string query) =>
        Host.GetAsync<TransactionHistogramDto>($"/api/v1/transactions/histogram?from={Iso(from)}&to={Iso(to)}{query}");

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
