using System.Globalization;
using System.Net;
using Dashboard.Application.History;
using Dashboard.Application.Profiles;
using Dashboard.Domain.Transactions;
using Dashboard.IntegrationTests.History;

namespace Dashboard.IntegrationTests.Profiles;

public sealed class ProfileTests : HostTest
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    protected override Dictionary<string, string?> Settings => new() { ["Processing:Mode"] = "External" };

    [Fact]
    public async Task A_profile_counts_what_a_plain_scan_of_the_history_does()
    {
        var random = new Random(11);
        var items = Enumerable.Range(0, 400).Select(i => TestData.Item(
            amount: (random.Next(9) == 0 ? -1 : 1) * random.Next(1, 500_000) / 100m, currency: random.Next(3) == 0 ? "USD" : "EUR",
            source: random.Next(2) == 0 ? "pos" : "web", account: "ACC-" + random.Next(3), createdAt: Monday.AddMinutes(random.Next(10_080)))
            with
        {
            Counterparty = random.Next(5) == 0 ? null : "Shop " + random.Next(8),
            Status = random.Next(4) switch { 0 => TransactionStatus.Failed, 1 => null, _ => TransactionStatus.Completed },
        });
        await Host.IngestAsync([.. items.Select(i => i.Status == TransactionStatus.Failed ? i with { FailureReason = "issuer_timeout" } : i)]);
        var all = await Host.HistoryAsync();

        Compare(await GetAsync("account=ACC-1"), [.. all.Where(t => t.Account == "ACC-1")], t => t.Counterparty);
        Compare(await GetAsync("counterparty=Shop+7"), [.. all.Where(t => t.Counterparty == "Shop 7")], t => t.Account);
    }

    [Fact]
    public async Task The_hours_are_those_of_the_zone()
    {
        // Sunday evening in London is Monday in Tokyo.
        await Host.IngestAsync(TestData.Item(createdAt: Monday.AddHours(-3)));

        var (london, tokyo) = (await GetAsync("account=ACC-1"), await GetAsync("account=ACC-1&zone=Asia/Tokyo"));

        (HourOf(london), london.Zone).ShouldBe((6 * 24 + 21, "UTC"));
        (HourOf(tokyo), tokyo.Zone).ShouldBe((6, "Asia/Tokyo"));
    }

    [Fact]
    public async Task Nothing_is_known_of_an_account_without_payments()
    {
        var profile = await GetAsync("account=nobody");

        (profile.Payments, profile.FirstReceivedAt, profile.LastReceivedAt, profile.CountedFrom).ShouldBe((0, null, null, null));
        profile.Amounts.ShouldBeEmpty();
        profile.Hours.ShouldBe(new int[168]);
    }

    [Fact]
    public async Task Beyond_the_newest_payments_nothing_is_counted_and_the_answer_says_so()
    {
        await StoredRows.FillAsync(Store, GetProfile.MaxPayments + 100, Monday.AddDays(-90));

        var profile = await GetAsync("counterparty=Shop");

        profile.Payments.ShouldBe(GetProfile.MaxPayments);
        profile.CountedFrom.ShouldNotBeNull().ShouldBe(profile.FirstReceivedAt!.Value);
        profile.Newest.Count.ShouldBe(ProfileDto.MaxPoints);
    }

    [Theory]
    [InlineData("", "account", "is required, or counterparty in its place")]
    [InlineData("account=A&counterparty=B", "account", "a profile is of one of them")]
    [InlineData("account=A&zone=Mars/Base", "zone", "is not a known time zone")]
    [InlineData("account=A&status=Failed", "status", "is not a known parameter")]
    public async Task What_cannot_be_answered_names_the_field(string query, string field, string reason)
    {
        using var answer = await Host.Client.GetAsync(new Uri("/api/v1/profile?" + query, UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var body = await answer.Content.ReadAsStringAsync();
        body.ShouldContain($"\"{field}\":[\"");
        body.ShouldContain(reason);
    }

    private static void Compare(ProfileDto profile, TransactionDto[] rows, Func<TransactionDto, string?> partner)
    {
        rows.Length.ShouldBeGreaterThan(5);
        (profile.Payments, profile.Failed, profile.Unfinished).ShouldBe(
            (rows.Length, rows.Count(t => t.Status == TransactionStatus.Failed), rows.Count(t => t.CompletedAt is null)));
        (profile.LastReceivedAt, profile.FirstReceivedAt).ShouldBe((rows.Max(t => t.ReceivedAt), rows.Min(t => t.ReceivedAt)));
        profile.Flagged.ShouldBe(rows.Count(t => t.Flags.Count > 0));
        profile.Amounts.Select(Line).ShouldBe(Lines(rows), ignoreOrder: true);
        var partners = rows.Where(t => partner(t) is not null).GroupBy(t => partner(t)!).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        profile.PartnerCount.ShouldBe(partners.Count);
        profile.Partners.Select(p => (p.Name, p.Payments)).ShouldBe(partners.Take(20).Select(g => (g.Key, (long)g.Count())));
        foreach (var (part, group) in profile.Partners.Zip(partners))
            part.Amounts.Select(Line).ShouldBe(Lines([.. group]), ignoreOrder: true);
        profile.Sources.Sum(s => s.Payments).ShouldBe(rows.Length);
        profile.FailureReasons.Select(r => (r.Name, r.Payments)).ShouldBe([("issuer_timeout", profile.Failed)]);
        profile.Hours.Sum().ShouldBe(rows.Length);
        foreach (var row in rows)
        {
            var sinceMonday = row.CreatedAt - Monday;
            profile.Hours[(int)sinceMonday.TotalHours % 168].ShouldBeGreaterThan(0, row.Id);
        }

        profile.Newest.Select(p => p.Id).ShouldBe(rows.Select(t => t.Id).OrderDescending(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Lines(TransactionDto[] rows) => rows.GroupBy(t => t.Currency).Select(g =>
    {
        var completed = g.Where(t => t.Status == TransactionStatus.Completed).Select(t => t.Amount).ToList();
        return Line(new ProfileAmount(
            g.Key, g.Count(), completed.Where(a => a > 0).Sum(), completed.Where(a => a < 0).Sum(),
            completed.Count > 0 ? completed.Max() : null));
    });

    private static string Line(ProfileAmount a) => string.Create(
        CultureInfo.InvariantCulture, $"{a.Currency} {a.Payments} {a.Paid:0.00} {a.Refunded:0.00} {a.Largest:0.00}");

    private static int HourOf(ProfileDto profile) => profile.Hours.ToList().IndexOf(1);

    private Task<ProfileDto> GetAsync(string query) => Host.GetAsync<ProfileDto>("/api/v1/profile?" + query);
}
