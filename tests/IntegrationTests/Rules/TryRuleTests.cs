using System.Net;
using System.Text.Json;
using Dashboard.Application.History;
using Dashboard.Application.Ingest;
using Dashboard.Application.Rules.Lab.Reports;

namespace Dashboard.IntegrationTests.Rules;

/// <summary>A rule tried over REST says what a recount of the stored payments says.</summary>
public sealed class TryRuleTests : HostTest
{
    private static readonly DateTimeOffset Start = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Rules:Lists:watched:0"] = "pos",
        ["Rules:Lists:watched:1"] = "atm",
    };

    [Fact]
    public async Task A_velocity_rule_flags_the_payments_that_a_recount_flags()
    {
        var stored = await PostAsync(900);

        var report = await Host.TryAsync("count per account over 10m > 3");

        var expected = Recount(stored, (t, before) =>
            t.Account != "unknown" && Same(before, t, TimeSpan.FromMinutes(10)).Count() + 1 > 3);
        expected.Count.ShouldBeInRange(50, 700);
        ShouldBe(report, stored, expected);
        report.Unknown.ShouldBe(stored.Count(t => t.Account == "unknown"), "a placeholder is no account");
    }

    [Fact]
    public async Task A_sum_counts_its_currency_alone_and_exactly()
    {
        var stored = await PostAsync(700);

        var report = await Host.TryAsync("sum(amount) per account over 1h >= 100.10 EUR and source not in list \"watched\"");

        var expected = Recount(stored, (t, before) => t.Account != "unknown" && t.Source is not ("pos" or "atm")
            && Same(before, t, TimeSpan.FromHours(1)).Append(t).Where(o => o.Currency == "EUR").Sum(o => o.Amount) >= 100.10m);
        expected.Count.ShouldBeInRange(20, 600);
        ShouldBe(report, stored, expected);
    }

    [Fact]
    public async Task A_missing_value_is_counted_and_flags_nothing()
    {
        var stored = await PostAsync(300);
        var missing = stored.Count(t => t.Counterparty is null);

        var equal = await Host.TryAsync("counterparty = \"Shop 1\"");
        var other = await Host.TryAsync("not (counterparty = \"Shop 1\")");

        missing.ShouldBeInRange(20, 200);
        (equal.Unknown, other.Unknown).ShouldBe((missing, missing));
        equal.Flagged.ShouldBe(stored.Count(t => t.Counterparty == "Shop 1"));
        other.Flagged.ShouldBe(stored.Count - missing - equal.Flagged);
    }

    [Fact]
    public async Task Payments_before_the_range_fill_the_windows()
    {
        var stored = await PostAsync(600);
        var from = stored[300].ReceivedAt;

        using var response = await Host.PostRuleAsync("try", new { expression = "count per account over 10m > 3", from, limit = 1_000 });

        var report = (await response.JsonAsync()).Deserialize<TryReport>(DashboardHost.Json)!;
        var expected = Recount(stored, (t, before) => t.Account != "unknown" && Same(before, t, TimeSpan.FromMinutes(10)).Count() + 1 > 3)
            .Where(t => t.ReceivedAt >= from).ToList();
        report.Matches.Select(m => m.TransactionId).ShouldBe(expected.Select(t => t.Id));
        report.Payments.ShouldBe(stored.Count(t => t.ReceivedAt >= from));
        report.WindowsFrom.ShouldBe(stored[0].ReceivedAt);
    }

    [Fact]
    public async Task The_curve_and_the_near_misses_are_those_of_the_rule_with_other_numbers()
    {
        await PostAsync(500);

        var report = await Host.TryAsync("count per account over 10m > 3 and amount > 5 EUR", sweep: false);
        using var response = await Host.PostRuleAsync(
            "try", new { expression = "count per account over 10m > 3 and amount > 5 EUR", sweep = true, sweepNumber = 1 });
        var curve = (await response.JsonAsync()).Deserialize<TryReport>(DashboardHost.Json)!.Curve!;

        curve.Points.Count.ShouldBeGreaterThan(3);
        foreach (var point in curve.Points)
            (await Host.TryAsync($"count per account over 10m > {point.Limit} and amount > 5 EUR")).Flagged.ShouldBe(point.Flagged, point.Limit);
        var nearer = await Host.TryAsync("count per account over 10m > 2 and amount > 5 EUR");
        report.NearMisses[0].ShouldSatisfyAllConditions(
            n => n.Nearer.ShouldBe("2"), n => n.Payments.ShouldBe(nearer.Flagged - report.Flagged), n => n.Payments.ShouldBeGreaterThan(0));
    }

    [Fact]
    public async Task A_try_against_another_rule_counts_what_is_new_and_what_is_gone()
    {
        await PostAsync(500);
        const string Tried = "count per account over 10m > 4";
        const string Other = "count per account over 1h > 8 and amount > 5 EUR";

        using var response = await Host.PostRuleAsync("try", new { expression = Tried, against = Other });

        var report = (await response.JsonAsync()).Deserialize<TryReport>(DashboardHost.Json)!;
        var tried = (await Host.TryAsync(Tried)).Matches.Select(m => m.TransactionId).ToList();
        var other = (await Host.TryAsync(Other)).Matches.Select(m => m.TransactionId).ToList();
        var against = report.Against!;
        (report.Flagged, against.Flagged, against.Added, against.Dropped).ShouldBe(
            (tried.Count, other.Count, tried.Except(other).Count(), other.Except(tried).Count()));
        (against.Added, against.Dropped).ShouldSatisfyAllConditions(
            d => d.Added.ShouldBeGreaterThan(0), d => d.Dropped.ShouldBeGreaterThan(0));
        against.FirstAdded.Select(m => m.TransactionId).ShouldBe(tried.Except(other).Take(5));
        against.FirstDropped.Select(m => m.TransactionId).ShouldBe(other.Except(tried).Take(5));
        against.FirstDropped.ShouldAllBe(m => m.Because.Count == 2, "of the rule that flagged it");
        using var wrong = await Host.PostRuleAsync("try", new { expression = Tried, against = "amount > 5" });
        (wrong.StatusCode, (await wrong.ErrorsAsync())[0]).ShouldBe((HttpStatusCode.BadRequest, "against"));
    }

    [Fact]
    public async Task A_match_says_its_numbers()
    {
        await PostAsync(200);

        var match = (await Host.TryAsync("count per account over 10m > 3 and (source = \"pos\" or source != \"pos\")")).Matches[0];

        var reason = match.Because[0];
        (reason.Text, reason.Is, reason.Limit, reason.Window).ShouldBe(("count per account over 10m", ">", "3", "PT10M"));
        int.Parse(reason.Value!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(3);
        reason.Sentence.ShouldBe($"{reason.Value} payments of the account in 10 minutes, limit 3.");
        match.Because.Count.ShouldBe(2, "of two alternatives only the true one");
    }

    [Fact]
    public async Task An_explanation_has_the_value_of_each_part_as_of_then()
    {
        var stored = await PostAsync(200);
        var flagged = Recount(stored, (t, before) => t.Account != "unknown" && Same(before, t, TimeSpan.FromMinutes(10)).Count() + 1 > 3)[0];

        var answer = await (await Host.PostRuleAsync(
            "explain", new { expression = "count per account over 10m > 3 and counterparty is missing", transactionId = flagged.Id })).JsonAsync();

        answer.GetProperty("result").GetString().ShouldBe(flagged.Counterparty is null ? "true" : "false");
        var parts = answer.GetProperty("parts").EnumerateArray()
            .ToDictionary(p => p.GetProperty("text").GetString()!, p => p.GetProperty("value").GetString());
        parts["count per account over 10m"].ShouldBe("4");
        parts["counterparty is missing"].ShouldBe(flagged.Counterparty is null ? "true" : "false");
        (await Host.PostRuleAsync("explain", new { expression = "amount > 1 EUR", transactionId = "0000000000000" })).StatusCode
            .ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_try_changes_nothing_in_the_store()
    {
        await PostAsync(100);
        var before = await Host.HistoryAsync();

        await Host.TryAsync("amount > 0 EUR or amount <= 0 EUR");

        (await Host.HistoryAsync()).Select(t => (t.Id, t.Status, string.Join(',', t.Flags)))
            .ShouldBe(before.Select(t => (t.Id, t.Status, string.Join(',', t.Flags))));
    }

    // Times that go back and forth, two currencies, missing counterparties, a fallback account, and repeats that are no payments.
    private async Task<List<TransactionDto>> PostAsync(int count)
    {
        var random = new Random(count);
        var clock = Start;
        var items = new List<NewTransaction>();
        for (var i = 0; i < count; i++)
        {
            clock += TimeSpan.FromSeconds(random.Next(40));
            items.Add(new NewTransaction(
                Pick("pos", "atm", "online", "mobile"), "r" + i, random.Next(20) == 0 ? "unknown" : "A" + random.Next(8),
                random.Next(4) == 0 ? null : "Shop " + random.Next(3), random.Next(-500, 5_000) / 100m, Pick("EUR", "EUR", "USD"),
                clock - TimeSpan.FromSeconds(random.Next(3) == 0 ? random.Next(1_200) : 0)));
            if (random.Next(10) == 0) items.Add(items[^1]);
        }

        foreach (var batch in items.Chunk(100)) await Host.IngestAsync(batch);
        await Host.WaitUntilIdleAsync();
        var stored = (await Host.HistoryAsync()).OrderBy(t => t.Id, StringComparer.Ordinal).ToList();
        stored.Count.ShouldBe(count);
        return stored;

        string Pick(params string[] values) => values[random.Next(values.Length)];
    }

    private static List<TransactionDto> Recount(List<TransactionDto> stored, Func<TransactionDto, List<TransactionDto>, bool> holds) =>
        [.. stored.Where((t, i) => holds(t, stored[..i]))];

    private static IEnumerable<TransactionDto> Same(List<TransactionDto> before, TransactionDto payment, TimeSpan window) => before.Where(
        o => o.Account == payment.Account && o.CreatedAt <= payment.CreatedAt && o.CreatedAt > payment.CreatedAt - window);

    private static void ShouldBe(TryReport report, List<TransactionDto> stored, List<TransactionDto> expected)
    {
        report.Matches.Select(m => m.TransactionId).ShouldBe(expected.Select(t => t.Id));
        (report.Payments, report.Flagged, report.IsComplete).ShouldBe((stored.Count, expected.Count, true));
        report.FlaggedAccounts.ShouldBe(expected.Select(t => t.Account).Distinct().Count(a => a != "unknown"));
        report.PerDay.Sum(d => d.Flagged).ShouldBe(expected.Count);
        report.PerSource.ToDictionary(s => s.Source, s => (s.Payments, s.Flagged)).ShouldBe(
            stored.GroupBy(t => t.Source).ToDictionary(g => g.Key, g => ((long)g.Count(), (long)g.Count(expected.Contains))),
            ignoreOrder: true);
        report.PerCurrency.ToDictionary(c => c.Currency, c => (c.Flagged, c.Amount)).ShouldBe(
            expected.GroupBy(t => t.Currency).ToDictionary(g => g.Key, g => ((long)g.Count(), g.Sum(t => t.Amount))), ignoreOrder: true);
    }
}
