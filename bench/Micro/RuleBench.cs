using BenchmarkDotNet.Attributes;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Windows;
using Dashboard.Domain.Currencies;

namespace Dashboard.Micro;

/// <summary>What a rule costs for each transaction: to decide it, and to keep its windows.</summary>
[MemoryDiagnoser]
public class RuleBench
{
    private const int Kept = 1 << 20;
    private const int Accounts = 100_000;

    private const string Written = "amount >= 1000 EUR and (count per account over 10m > 5 or sum(amount) per account over 24h > 5000 EUR) "
        + "and counterparty is not missing and source not in (\"pos\", \"atm\")";

    private const string Ten = "count per account over 1m > 5 or count per account over 10m > 5 or count per account over 24h > 50 "
        + "or sum(amount) per account over 24h > 5000 EUR or since_last per account < 1s "
        + "or (first_seen per account, counterparty and amount > 900 EUR) or distinct(counterparty) per account over 1h > 9 "
        + "or count per source over 1m > 900 or count per counterparty over 1h > 90 or sum(amount) per counterparty over 24h > 90000 EUR";

    private readonly (int Amount, int Account, int Counterparty, int Source)[] _payments = new (int, int, int, int)[Kept];
    private readonly PaymentFacts[] _judged = new PaymentFacts[256];
    private Func<PaymentFacts, Truth> _decide = null!;
    private PaymentWindows _one = null!;
    private PaymentWindows _ten = null!;
    private PaymentFacts _facts = null!;
    private long _next;

    [GlobalSetup]
    public void Fill()
    {
        var (texts, random, euro) = (new TextTable(), new Random(1), Currency.FromCode("EUR").Index);
        int[] sources = [texts.NumberOf("pos"), texts.NumberOf("atm"), texts.NumberOf("online"), texts.NumberOf("mobile")];
        var (written, one, ten) = (Read(Written), Read("count per account over 10m > 5"), Read(Ten));
        for (var i = 0; i < Kept; i++)
        {
            var account = 10 + (int)(Accounts * Math.Pow(random.NextDouble(), 3));
            _payments[i] = (random.Next(500_000), account, 10 + random.Next(20_000), sources[random.Next(sources.Length)]);
        }

        for (var i = 0; i < _judged.Length; i++)
        {
            _judged[i] = new PaymentFacts(written.Features.Count);
            Set(_judged[i], i);
            (_judged[i].Whole[0], _judged[i].Whole[1]) = (random.Next(8), random.Next(1_000_000));
            _judged[i].Known[0] = _judged[i].Known[1] = true;
            _judged[i].Currency = euro;
        }

        _facts = new PaymentFacts(ten.Features.Count) { Currency = euro };
        _decide = new RuleCompiler(written.Features, texts, _ => []).Compile(written.Tree);
        _one = new PaymentWindows(one.Features, new RuleCompiler(one.Features, texts, _ => []), Kept);
        _ten = new PaymentWindows(ten.Features, new RuleCompiler(ten.Features, texts, _ => []), Kept);
        for (; _next < Kept; Next())
        {
            Set(_facts, _next);
            _one.Take(_facts, withValues: false);
            _ten.Take(_facts, withValues: false);
        }
    }

    [Benchmark]
    public bool Decide() => _decide(_judged[_next++ & 255]) == Truth.True;

    /// <summary>The window is full: the oldest payment is given up each time.</summary>
    [Benchmark]
    public long OneFeature()
    {
        _one.Take(Next());
        return _facts.Whole[0];
    }

    [Benchmark]
    public long TenFeatures()
    {
        _ten.Take(Next());
        return _facts.Whole[0];
    }

    private PaymentFacts Next()
    {
        Set(_facts, _next++);
        return _facts;
    }

    // Sixty a second; every tenth is two seconds late.
    private void Set(PaymentFacts facts, long number)
    {
        var payment = _payments[number % Kept];
        (facts.AmountMinor, facts.Account, facts.Counterparty, facts.Source) =
            (payment.Amount, payment.Account, payment.Counterparty, payment.Source);
        facts.Time = number * 16_000 - (number % 10 == 0 ? 2_000_000 : 0);
    }

    private static Rule Read(string text) => Rule.Read(text, [], out _) ?? throw new InvalidOperationException(text);
}
