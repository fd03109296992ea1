using Dashboard.Application.Monitors;
using Dashboard.Application.Monitors.Incidents;
using Dashboard.Application.Monitors.Recent;
using Dashboard.Domain.Common;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.UnitTests.Monitors;

/// <summary>Made-up payments of seven sources, second by second, and what the incident book says of them. Its own clock.</summary>
internal sealed class SceneRun
{
    public const long Start = 1_790_000_000;

    private static readonly (string Name, int Weight)[] Sources =
        [("pos", 42), ("online", 27), ("mobile", 14), ("atm", 8), ("transfer", 6), ("acme", 2), ("nova", 1)];

    private static readonly (string Name, int Weight)[] Currencies = [("EUR", 46), ("USD", 22), ("GBP", 16), ("CHF", 8), ("SEK", 8)];
    private static readonly string[] Reasons =
        ["insufficient_funds", "insufficient_funds", "do_not_honor", "expired_card", "issuer_timeout"];

    private readonly Random _random;
    private readonly int _rate;
    private readonly IncidentFinder _finder;
    private readonly OrderedIds _ids = new(TimeProvider.System);

    public SceneRun(int seed, int rate, MonitorOptions? options = null)
    {
        (_random, _rate) = (new Random(seed), rate);
        _finder = new IncidentFinder(options ?? new MonitorOptions(), _ids.Next, Start - 1);
    }

    public RecentPayments Recent => _finder.Recent;

    public IncidentBook Book => _finder.Book;

    public List<Transaction> Made { get; } = [];

    public long Now { get; private set; } = Start;

    /// <summary>What a scene changes in a payment.</summary>
    public sealed record Change(string? Reason = null, double Slower = 1, bool IsGone = false, string? Flag = null);

    /// <summary>Lets seconds pass; each payment may be changed by the scene.</summary>
    /// <param name="scene">Gets source, currency and account of a payment, and a random number from 0 to 1.</param>
    public void Pass(int seconds, Func<string, string, string, double, Change?>? scene = null)
    {
        for (var i = 0; i < seconds; i++)
        {
            for (var j = 0; j < _rate; j++) Add(scene);
            _finder.Look(Now, DateTimeOffset.FromUnixTimeSeconds(Now + 1));
            Now++;
        }
    }

    /// <summary>Lets seconds pass until an incident opens; at most so many.</summary>
    public IncidentDto? PassUntilNoticed(int seconds, Func<string, string, string, double, Change?> scene)
    {
        for (var i = 0; i < seconds && Book.Open.Count == 0; i++) Pass(1, scene);
        return Book.Open.Count == 0 ? null : Book.Open[0].ToDto();
    }

    private void Add(Func<string, string, string, double, Change?>? scene)
    {
        var (source, currency) = (Pick(Sources), Pick(Currencies));
        var account = "A-" + _random.Next(5_000);
        var reason = _random.NextDouble() < 0.04 ? Reasons[_random.Next(Reasons.Length)] : null;
        var duration = 100 + 1_900 * _random.NextDouble();
        var flag = _random.NextDouble() < 0.002 ? "large_amount" : null;
        if (scene?.Invoke(source, currency, account, _random.NextDouble()) is { } change)
        {
            if (change.IsGone) return;
            reason = change.Reason ?? reason;
            flag = change.Flag ?? flag;
            duration *= change.Slower;
        }

        var details = TransactionDetails.Create(
            source, null, null, account, "Shop " + _random.Next(16),
            Money.FromMinorUnits((long)(1_000 * Math.Exp(3 * _random.NextDouble())), Currency.FromCode(currency)), TestData.Time);
        var started = Transaction.Receive(new TransactionId(_ids.Next()), details, flag is null ? [] : [flag]).Start();
        var (at, took) = (DateTimeOffset.FromUnixTimeSeconds(Now), TimeSpan.FromMilliseconds(duration));
        var ended = reason is null ? started.Complete(at, took) : started.Fail(at, took, reason);
        Made.Add(ended);
        _finder.Add(ended);
    }

    private string Pick((string Name, int Weight)[] choices)
    {
        var left = _random.Next(100);
        foreach (var (name, weight) in choices)
        {
            left -= weight;
            if (left < 0) return name;
        }

        throw new InvalidOperationException("The weights do not add up to 100.");
    }
}
