using Dashboard.Application.Monitors;
using Dashboard.Application.Monitors.Incidents;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Lab;
using Dashboard.Application.Rules.Seeding;
using Dashboard.Application.Simulator;
using Dashboard.Domain.Common;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using Dashboard.UnitTests.Rules.Deciding;
using Microsoft.Extensions.Configuration;

namespace Dashboard.UnitTests.Simulator;

/// <summary>An hour of the simulator by the rules of a new store: alerts are few, and nothing is an incident.</summary>
public class CalmHourTests
{
    private const long Start = 1_790_000_000;
    private const int Hour = 3_600;

    [Theory]
    [InlineData(10, 1)]
    [InlineData(10, 2)]
    [InlineData(100, 3)]
    [InlineData(1_000, 4)]
    public void A_calm_hour_raises_fewer_than_five_alerts_and_no_incident(int perSecond, int seed)
    {
        Assert.SkipUnless(perSecond < 1_000 || LongRunningTests.Enabled, LongRunningTests.HowTo);
        var run = new Run(seed);

        for (var second = 0; second < Hour; second++) run.Pass(perSecond);

        run.Alerts.Count.ShouldBeInRange(1, 4, string.Join(", ", run.Alerts.Take(20)));
        run.Incidents.Select(i => i.ToDto().Message).ShouldBeEmpty();
    }

    /// <summary>The simulator's payments, flagged by the seeded rules and ended as the simulated gateway does.</summary>
    private sealed class Run
    {
        private readonly OrderedIds _ids = new(TimeProvider.System);
        private readonly SimulatedTransactions _stream;
        private readonly DecisionEngine _rules;
        private readonly IncidentFinder _finder;
        private readonly Random _random;

        // Payments that end in one of the next seconds.
        private readonly List<Transaction>[] _ending = [[], [], [], []];
        private long _now = Start;

        public Run(int seed)
        {
            (_stream, _random) = (new SimulatedTransactions(seed), new Random(seed));
            _rules = new DecisionEngine(
                [.. RuleSeeds.Seeds(Defaults()).Select(s => RuleVersions.New(s.Name, s.Text, severity: s.Severity))], new RuleOptions(),
                new RuleFiguresTable());
            _finder = new IncidentFinder(new MonitorOptions(), _ids.Next, Start - 1);
        }

        /// <summary>Rule and subject, as the alert book tells alerts apart.</summary>
        public HashSet<string> Alerts { get; } = [];

        public IEnumerable<Incident> Incidents => _finder.Book.All;

        public void Pass(int payments)
        {
            for (var i = 0; i < payments; i++) Make(DateTimeOffset.FromUnixTimeMilliseconds(1_000 * _now + 1_000 * i / payments));
            _rules.Keep(_now);
            var ended = _ending[_now % _ending.Length];
            foreach (var payment in ended) _finder.Add(payment);
            ended.Clear();
            _finder.Look(_now, DateTimeOffset.FromUnixTimeSeconds(_now + 1));
            _now++;
        }

        private void Make(DateTimeOffset at)
        {
            var item = _stream.Next(at);
            var details = TransactionDetails.Create(
                item.Source!, null, null, item.Account!, item.Counterparty,
                Money.FromDecimal(item.Amount!.Value, Currency.FromCode(item.Currency!)), at);
            var id = new TransactionId(_ids.Next());
            var flags = _rules.Decide(StoredPayment.Of(Transaction.Receive(id, details, []), place: null)).Flags;
            foreach (var flag in flags) Alerts.Add(flag + " " + item.Account);
            var took = TimeSpan.FromMilliseconds(100 + 1_900 * _random.NextDouble());
            var started = Transaction.Receive(id, details, [.. flags]).Start();
            _ending[(at + took).ToUnixTimeSeconds() % _ending.Length].Add(
                _random.NextDouble() < 0.04 ? started.Fail(at + took, took, "insufficient_funds") : started.Complete(at + took, took));
        }

        private static FlaggingOptions Defaults() => new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(Checkout.Root, "src", "Api", "appsettings.json")).Build().GetSection("Flagging").Get<FlaggingOptions>()!;
    }
}
