using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Windows;

namespace Dashboard.Application.Rules.Lab;

/// <summary>One rule over payments in the order of their creation, and perhaps another one to compare with. Not thread-safe.</summary>
internal sealed class RuleRun
{
    private readonly PaymentWindows? _windows;
    private readonly Func<PaymentFacts, Truth> _decide;
    private readonly FactsReader _reader;

    public RuleRun(Rule rule, RuleOptions options, Rule? other = null)
    {
        Rule = rule;
        var features = other is null ? rule.Features : Features.Of([rule.Tree, other.Tree]);
        Compiler = new RuleCompiler(features, Texts, name => options.Lists[name]);
        Facts = new PaymentFacts(features.Count);
        _decide = Compiler.Compile(rule.Tree);
        if (features.Count > 0) _windows = new PaymentWindows(features, Compiler, options.HotTransactions);
        _reader = new FactsReader(Texts, options.Placeholders);
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
        _reader.Read(payment, Facts);
        _windows?.Take(Facts, withValues: false);
    }

    public Truth Judge(in StoredPayment payment)
    {
        _reader.Read(payment, Facts);
        _windows?.Take(Facts);
        return _decide(Facts);
    }
}
