using System.Globalization;
using System.IO.Compression;
using Dashboard.Application.History;

namespace Dashboard.IntegrationTests.Rules;

/// <summary>Rules over a file with labels: what a try flags, and how much of it is fraud.</summary>
public sealed class LabelledFilesTests : HostTest
{
    private const string Busy = "count per account over 24h > 3";

    // At least three earlier ones, 80 % of the last ten within a fifth of their median, and this one more than a fifth off.
    private const string OutOfHabit = "count per account over last 10 >= 4 and "
        + "spread(amount, 80) per account over last 10 <= 0.2 * median(amount) per account over last 10 and "
        + "abs(amount - median(amount) per account over last 10) > 0.2 * median(amount) per account over last 10";

    private readonly string _data = SampleFiles.Folder();

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Replay:File"] = Path.Combine(_data, "transfers-amlsim", "20K_cycle200-transactions.csv.gz"),
        ["Replay:Mapping"] = "amlsim",
        ["Processing:MinDelay"] = "00:00:00",
        ["Processing:MaxDelay"] = "00:00:00.010",
    };

    [Fact]
    public async Task Transfers_are_flagged_with_the_precision_and_recall_that_a_recount_of_the_labels_gives()
    {
        var fraud = await FraudAccountsAsync();
        await Host.WaitForAsync(m => m.Flow.Received == 117_805 && m is { Queued: 0, InFlight: 0 });
        var stored = (await Host.HistoryAsync()).OrderBy(t => t.Id, StringComparer.Ordinal).ToList();
        var isFraud = stored.ToDictionary(t => t.Id, t => fraud.Contains(t.Account) && fraud.Contains(t.Counterparty!));
        isFraud.Values.Count(f => f).ShouldBe(3_686);

        // Of a baseline that was worked out beside this program: flagged transfers, fraud among them, flagged accounts.
        await CheckAsync(Busy, RecountBusy(stored), isFraud, (644, 625, 328));
        await CheckAsync(OutOfHabit, RecountOutOfHabit(stored), isFraud, (692, 650, 365));
        var either = await Host.TryAsync($"{Busy} or ({OutOfHabit})");
        (either.FlaggedAccounts, either.Matches.All(m => fraud.Contains(m.Account))).ShouldBe((436, true), "precision 1, recall 0.46");
    }

    private async Task CheckAsync(
        string rule, List<TransactionDto> recount, Dictionary<string, bool> isFraud, (int Flagged, int Fraud, int Accounts) baseline)
    {
        var report = await Host.TryAsync(rule);

        report.Matches.Select(m => m.TransactionId).ShouldBe(recount.Select(t => t.Id));
        ((int)report.Flagged, report.Matches.Count(m => isFraud[m.TransactionId]), (int)report.FlaggedAccounts).ShouldBe(baseline);
    }

    private static List<TransactionDto> RecountBusy(List<TransactionDto> stored)
    {
        var times = new Dictionary<string, List<DateTimeOffset>>();
        return [.. stored.Where(t =>
        {
            var own = OfAccount(times, t);
            own.Add(t.CreatedAt);
            return own.Count(time => time > t.CreatedAt.AddHours(-24) && time <= t.CreatedAt) > 3;
        })];
    }

    private static List<TransactionDto> RecountOutOfHabit(List<TransactionDto> stored)
    {
        var amounts = new Dictionary<string, List<decimal>>();
        return [.. stored.Where(t =>
        {
            var own = OfAccount(amounts, t);
            var last = own.TakeLast(10).Order().ToList();
            own.Add(t.Amount);
            if (last.Count < 3) return false;
            var median = (last[(last.Count - 1) / 2] + last[last.Count / 2]) / 2;
            var near = last.Count(a => Math.Abs(a - median) <= 0.2m * median);
            return near * 10 >= last.Count * 8 && Math.Abs(t.Amount - median) > 0.2m * median;
        })];
    }

    private static List<T> OfAccount<T>(Dictionary<string, List<T>> all, TransactionDto payment)
    {
        if (!all.TryGetValue(payment.Account, out var own)) all.Add(payment.Account, own = []);
        return own;
    }

    private async Task<HashSet<string>> FraudAccountsAsync()
    {
        await using var file = File.OpenRead(Path.Combine(_data, "transfers-amlsim", "20K_cycle200-nodes.csv.gz"));
        using var lines = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var accounts = new HashSet<string>();
        await lines.ReadLineAsync();
        while (await lines.ReadLineAsync() is { } line)
            if (int.Parse(line.Split(',')[1], CultureInfo.InvariantCulture) != 0) accounts.Add(line.Split(',')[0]);
        accounts.Count.ShouldBe(945);
        return accounts;
    }
}
