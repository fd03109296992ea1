using BenchmarkDotNet.Attributes;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;
using Dashboard.Micro.Setup;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Micro;

/// <summary>What the writer does for each new payment: windows and all rules, without the store.</summary>
[MemoryDiagnoser]
public class DecideBench
{
    private const int Kept = 16_384;

    private readonly (Transaction, long?)[] _payments = [.. Payments.Received(Kept).Select(t => (t, (long?)null))];
    private RuleDecider _decider = null!;
    private int _next;

    /// <summary>Live rules, half of them with a window of their own.</summary>
    [Params(0, 2, 20)]
    public int Rules { get; set; }

    [GlobalSetup]
    public void Publish()
    {
        _decider = ProgramServices.WithSystemClock().GetRequiredService<RuleDecider>();
        _decider.Want([.. Enumerable.Range(1, Rules).Select(Version)]);
        _decider.Begin();
        _decider.Build!.End(0);
        _decider.Begin();
    }

    [Benchmark]
    public int Decide()
    {
        _decider.BeginAttempt();
        var decided = _decider.Decide([_payments[_next++ % Kept]])[0].All.Count;
        _decider.Keep();
        return decided;
    }

    private static RuleVersion Version(int number) => new()
    {
        Rule = $"rule-{number}",
        Number = 1,
        Expression = Text(number),
        Canonical = Text(number),
        Description = null,
        Severity = AlertSeverity.Warning,
        CreatedAt = DateTimeOffset.UnixEpoch,
        By = RuleAuthor.Of(Actor.System),
        Reason = "bench",
        Parent = null,
        State = RuleState.Live,
    };

    private static string Text(int number) =>
        number % 2 == 0 ? $"amount > {90_000 + number} EUR" : $"count per account over {number}m > 100000";
}
