using Dashboard.Application.History;
using Dashboard.Application.Monitors;
using Dashboard.Application.Monitors.Trying;
using Dashboard.Application.Monitors.Versions;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Change = Dashboard.UnitTests.Monitors.SceneRun.Change;

namespace Dashboard.UnitTests.Monitors;

public class TryMonitorTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(SceneRun.Start);

    [Theory]
    [InlineData(Measure.FailureRate, 2)]
    [InlineData(Measure.FlaggedShare, 1)]
    [InlineData(Measure.Silence, 1)]
    public async Task A_trial_opens_the_incidents_that_were_opened_live(Measure measure, int atLeast)
    {
        var run = new SceneRun(seed: 3, rate: 50);
        run.Pass(1_700);
        run.Pass(30, (source, _, _, chance) => source == "mobile" && chance < 0.8 ? new Change(Reason: "issuer_timeout") : null);
        run.Pass(200);
        run.Pass(30, (source, _, _, _) => source == "online" ? new Change(IsGone: true) : null);
        run.Pass(200);
        run.Pass(30, (_, _, _, chance) => chance < 0.3 ? new Change(Reason: "issuer_timeout") : null);
        run.Pass(200);
        run.Pass(30, (_, _, _, chance) => chance < 0.3 ? new Change(Flag: "high_velocity") : null);
        run.Pass(200);
        var live = run.Book.All.Where(i => i.Measure == measure).Select(i => i.ToDto()).OrderBy(i => i.NoticedAt).ToList();
        live.Count.ShouldBeGreaterThanOrEqualTo(atLeast);

        var content = MonitorSeeds.Of(new MonitorOptions(), Start).Single(m => m.Content.Measure == measure).Content;
        var trial = await TryAsync(run.Made, content, from: Start, to: DateTimeOffset.FromUnixTimeSeconds(run.Now));

        trial.Payments.ShouldBe(run.Made.Count);
        trial.Incidents.Select(i => (i.Subject, i.BeganAt, i.NoticedAt, i.EndedAt, i.Payments, i.Bad))
            .ShouldBe(live.Select(i => (i.Subject, i.BeganAt, i.NoticedAt, i.EndedAt, i.Payments, i.Bad)));
        trial.Opened.ShouldBe(live.Count);
        var delays = live.Select(i => (i.NoticedAt - i.BeganAt).TotalSeconds).Order().ToList();
        trial.MedianSecondsToNotice.ShouldBe(delays[delays.Count / 2]);
    }

    [Fact]
    public async Task A_trial_without_payments_opens_nothing()
    {
        var trial = await TryAsync([], new MonitorContent { Measure = Measure.Silence }, Start, Start + TimeSpan.FromDays(30));

        trial.ShouldBe(new MonitorTrial(Start, Start + TimeSpan.FromDays(30), 0, 0, null, trial.Incidents));
        trial.Incidents.ShouldBeEmpty();
    }

    private static Task<MonitorTrial> TryAsync(
        IReadOnlyList<Transaction> stored, MonitorContent content, DateTimeOffset from, DateTimeOffset to) =>
        new TryMonitorHandler(new Stored(stored), Options.Create(new MonitorOptions()), new FakeTimeProvider(to))
            .Handle(new TryMonitor(content, from, to), CancellationToken.None);

    /// <summary>Payments by the time in which they ended, as if they had been received then.</summary>
    private sealed class Stored(IReadOnlyList<Transaction> payments) : ITransactionHistory
    {
        public Task<IReadOnlyList<Transaction>> PageAsync(
            TransactionFilter filter, TransactionId? before, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Transaction>>([
                .. payments.Where(p => p.CompletedAt >= filter.From && p.CompletedAt < filter.To && (before is null || p.Id < before))
                    .OrderByDescending(p => p.Id).Take(limit),
            ]);

        public Task<HistorySearch> SearchAsync(
            TransactionFilter filter, TransactionId? before, int limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<SortedHistory> SortByCreationAsync(
            TransactionFilter filter, CreationCursor? after, int limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<HistoryCount> CountAsync(TransactionFilter filter, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<DateTimeOffset?> FindScanStartAsync(TransactionFilter filter, int maxRows, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
