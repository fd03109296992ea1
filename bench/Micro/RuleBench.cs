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

    private readonly PaymentFacts[] _payments = new PaymentFacts[Kept];
    private Func<PaymentFacts, Truth> _decide = null!;
    private PaymentWindows _count = null!;
    private PaymentWindows _ten = null!;
    private long _next;

    [GlobalSetup]
    public void Fill()
    {
        var (texts, random, euro) = (new TextTable(), new Random(1), Currency.FromCode("EUR").Index);
        int[] sources = [texts.NumberOf("pos"), texts.NumberOf("atm"), texts.NumberOf("online"), texts.NumberOf("mobile")];
        var (written, ten) = (Read(Written), Read(Ten));
        for (var i = 0; i < Kept; i++)
        {
            _payments[i] = new PaymentFacts(ten.Features.Count)
            {
                AmountMinor = random.Next(500_000), Currency = euro, Account = 10 + (int)(Accounts * Math.Pow(random.NextDouble(), 3)),
                Counterparty = 10 + random.Next(20_000), Source = sources[random.Next(sources.Length)],
            };
            _payments[i].Whole[0] = random.Next(8);
            _payments[i].Whole[1] = random.Next(1_000_000);
            _payments[i].Known[0] = _payments[i].Known[1] = true;
        }

        var compiler = new RuleCompiler(written.Features, texts, _ => []);
        _decide = compiler.Compile(written.Tree);
        var count = Read("count per account over 10m > 5").Features;
        _count = new PaymentWindows(count, new RuleCompiler(count, texts, _ => []), 2_000_000);
        _ten = new PaymentWindows(ten.Features, new RuleCompiler(ten.Features, texts, _ => []), 2_000_000);
        for (var i = 0; i < Kept; i++) _ten.Take(Next());
    }

    [Benchmark]
    public bool Decide() => _decide(_payments[_next++ % Kept]) == Truth.True;

    [Benchmark]
    public long OneFeature()
    {
        var payment = Next();
        _count.Take(payment);
        return payment.Whole[0];
    }

    [Benchmark]
    public long TenFeatures()
    {
        var payment = Next();
        _ten.Take(payment);
        return payment.Whole[0];
    }

    // Sixty a second; some are a little late.
    private PaymentFacts Next()
    {
        var payment = _payments[_next % Kept];
        payment.Time = _next++ * 16_000 - (payment.AmountMinor % 10 == 0 ? 2_000_000 : 0);
        return payment;
    }

    private static Rule Read(string text) => Rule.Read(text, [], out _) ?? throw new InvalidOperationException(text);
}
