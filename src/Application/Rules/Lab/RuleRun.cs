using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Windows;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Rules.Lab;

/// <summary>One rule over payments in the order of their creation. Not thread-safe.</summary>
internal sealed class RuleRun
{
    private readonly PaymentWindows? _windows;
    private readonly Func<PaymentFacts, Truth> _decide;
    private readonly HashSet<string> _placeholders;
    private readonly Dictionary<string, int> _currencies = new(StringComparer.Ordinal);

    public RuleRun(Rule rule, RuleOptions options)
    {
        Rule = rule;
        Compiler = new RuleCompiler(rule.Features, Texts, name => options.Lists[name]);
        Facts = new PaymentFacts(rule.Features.Count);
        _decide = Compiler.Compile(rule.Tree);
        if (rule.Features.Count > 0) _windows = new PaymentWindows(rule.Features, Compiler, options.HotTransactions);
        _placeholders = options.Placeholders.ToHashSet(StringComparer.Ordinal);
    }

    public Rule Rule { get; }

    public RuleCompiler Compiler { get; }

    public TextTable Texts { get; } = new();

    /// <summary>The payment that was judged last, with its values.</summary>
    public PaymentFacts Facts { get; }

    public bool HasWindows => _windows is not null;

    /// <summary>Fills the windows with a payment from before the range.</summary>
    public void Fill(in StoredPayment payment)
    {
        Read(payment);
        _windows?.Take(Facts, withValues: false);
    }

    public Truth Judge(in StoredPayment payment)
    {
        Read(payment);
        _windows?.Take(Facts);
        return _decide(Facts);
    }

    private void Read(in StoredPayment payment)
    {
        Facts.Id = payment.Id;
        Facts.AmountMinor = payment.AmountMinor;
        Facts.Currency = CurrencyOf(payment.Currency);
        Facts.Account = _placeholders.Contains(payment.Account) ? TextTable.Missing : Texts.NumberOf(payment.Account);
        Facts.Counterparty = Texts.NumberOf(payment.Counterparty);
        Facts.Source = Texts.NumberOf(payment.Source);
        Facts.Reference = payment.Reference;
        Facts.Status = (int)payment.Status;
        Facts.Time = (payment.CreatedAt.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    }

    private int CurrencyOf(string code)
    {
        if (!_currencies.TryGetValue(code, out var index)) _currencies.Add(code, index = Currency.FromCode(code).Index);
        return index;
    }
}
