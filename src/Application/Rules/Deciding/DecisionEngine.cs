using System.Diagnostics;
using Dashboard.Application.Rules.Lab;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Windows;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Rules.Deciding;

/// <summary>All versions in use over one set of windows. Payments are given in the order of decisions, each once. Not
/// thread-safe.</summary>
internal sealed class DecisionEngine
{
    // A time stamp costs as much as a rule, so one payment of so many is measured.
    private const int MeasuredEvery = 64;

    // Payments that may be taken back: as many as one commit has.
    private const int Slack = 250_000;

    private const int MaxNewest = 5;

    private readonly TextTable _texts = new();
    private readonly Features _features;
    private readonly RuleCompiler _compiler;
    private readonly PaymentWindows _windows;
    private readonly FactsReader _reader;
    private readonly PaymentFacts _facts;
    private readonly int _capacity;
    private readonly RuleOptions _options;
    private readonly RuleFiguresTable _figures;
    private ActiveRule[] _rules = [];
    private long _payments;

    public DecisionEngine(IReadOnlyList<RuleVersion> versions, RuleOptions options, RuleFiguresTable figures)
    {
        (_options, _figures) = (options, figures);
        var rules = versions.Select(v => (v, Rule: Read(v))).Where(r => r.Rule is not null).ToList();
        _features = Features.Of(rules.Select(r => r.Rule!.Tree));
        // Without windows the newest payment alone is kept.
        _capacity = HasWindows ? options.HotTransactions : 1;
        _compiler = new RuleCompiler(_features, _texts, name => options.Lists[name]);
        _windows = new PaymentWindows(_features, _compiler, _capacity + Slack, _texts);
        _reader = new FactsReader(_texts, options.Placeholders);
        _facts = new PaymentFacts(_features.Count);
        _rules = [.. rules.Select(r => Compiled(r.v, r.Rule!))];
    }

    public bool HasWindows => _features.Count > 0;

    /// <summary>Names that are kept.</summary>
    public int Texts => _texts.Count;

    /// <summary>Uses other versions from now on. False when they look at windows that are not here; then nothing changes.</summary>
    public bool TryUse(IReadOnlyList<RuleVersion> versions)
    {
        var next = new List<ActiveRule>();
        var added = new List<(RuleVersion, Rule)>();
        foreach (var version in versions)
        {
            if (_rules.FirstOrDefault(r => r.Version.Rule == version.Rule && r.Version.Number == version.Number) is { } known)
                next.Add(known.As(version));
            else if (Read(version) is { } rule)
            {
                if (rule.Features.Any(f => !_features.Has(f))) return false;
                added.Add((version, rule));
            }
        }

        _rules = [.. next, .. added.Select(a => Compiled(a.Item1, a.Item2))];
        return true;
    }

    /// <summary>Takes a payment into the windows, without a decision.</summary>
    public void Fill(in StoredPayment payment)
    {
        if (!HasWindows) return;
        _reader.Read(payment, _facts);
        _windows.Take(_facts, withValues: false);
        _windows.KeepNewest(_capacity);
    }

    public PaymentDecisions Decide(in StoredPayment payment)
    {
        _reader.Read(payment, _facts);
        _windows.Take(_facts);
        List<(ActiveRule Rule, bool IsFlag)>? hits = null;
        var isMeasured = ++_payments % MeasuredEvery == 0;
        foreach (var rule in _rules)
        {
            var began = isMeasured ? Stopwatch.GetTimestamp() : 0;
            var truth = rule.Decide(_facts);
            if (isMeasured) rule.Figures.AddCost(Stopwatch.GetTimestamp() - began, 1);
            rule.Asked++;
            if (truth == Truth.Unknown) rule.Unknown++;
            if (truth == Truth.True) (hits ??= []).Add((rule, IsFlag(rule, payment)));
        }

        return hits is null ? PaymentDecisions.None : Decided(payment.Id, hits);
    }

    /// <summary>The payments of a commit are stored: they stay, and what they made is counted.</summary>
    /// <param name="second">Now, in seconds since 1970.</param>
    public void Keep(long second)
    {
        _windows.KeepNewest(_capacity);
        foreach (var rule in _rules)
        {
            if (rule.Newest.Count > 0) rule.Figures.AddExamples(rule.Newest);
            if (rule.Asked > 0) rule.Figures.Add(rule.Asked, rule.Hits, rule.Flags, rule.Unknown, second);
            rule.Reset();
        }
    }

    /// <summary>The newest payments were not stored.</summary>
    public void TakeBack(int payments)
    {
        _windows.TakeBack(payments);
        foreach (var rule in _rules) rule.Reset();
    }

    // A version in rollout decides for its accounts in place of the live version of the same rule.
    private bool IsFlag(ActiveRule rule, in StoredPayment payment)
    {
        if (!rule.Version.Flags) return false;
        var account = _facts.Account == TextTable.Missing ? null : payment.Account;
        if (rule.Version.State == RuleState.Rollout) return RolloutShare.Has(rule.Version.Rule, account, rule.Version.Percent);
        foreach (var other in _rules)
        {
            if (other.Version.State == RuleState.Rollout && other.Version.Rule == rule.Version.Rule
                && RolloutShare.Has(other.Version.Rule, account, other.Version.Percent)) return false;
        }

        return true;
    }

    private PaymentDecisions Decided(long id, List<(ActiveRule Rule, bool IsFlag)> hits)
    {
        var all = new List<Decision>(hits.Count);
        foreach (var (rule, isFlag) in hits)
        {
            rule.Hits++;
            if (isFlag) rule.Flags++;
            if (rule.Newest.Count < MaxNewest) rule.Newest.Add(id);
            all.Add(new Decision(rule.Version.Rule, rule.Version.Number, rule.Version.State, isFlag, rule.Explanation.Of(_facts)));
        }

        var flags = hits.Zip(all).Where(h => h.First.IsFlag).OrderByDescending(h => h.First.Rule.Version.Severity)
            .ThenBy(h => h.Second.Rule, StringComparer.Ordinal).Select(h => h.Second).Take(Transaction.MaxFlags).ToList();
        return new PaymentDecisions([.. flags.Select(f => f.Rule)], [.. flags.Select(f => f.Sentence)], all);
    }

    // A version that the program cannot read any more, such as one with a list that is gone, decides nothing. Its page says why.
    private Rule? Read(RuleVersion version) => Rule.Read(version.Canonical, _options.Lists.Keys, out _);

    private ActiveRule Compiled(RuleVersion version, Rule rule) => new(
        version, _compiler.Compile(rule.Tree), new Explanation(rule, _compiler, _texts), _figures.Of(version.Rule, version.Number));

    private sealed class ActiveRule(
        RuleVersion version, Func<PaymentFacts, Truth> decide, Explanation explanation, RuleFigures figures)
    {
        public RuleVersion Version { get; } = version;

        public Func<PaymentFacts, Truth> Decide { get; } = decide;

        public Explanation Explanation { get; } = explanation;

        public RuleFigures Figures { get; } = figures;

        // Of the commit at hand.
        public long Asked, Hits, Flags, Unknown;

        public List<long> Newest { get; } = [];

        public ActiveRule As(RuleVersion same) => new(same, Decide, Explanation, Figures);

        public void Reset()
        {
            (Asked, Hits, Flags, Unknown) = (0, 0, 0, 0);
            Newest.Clear();
        }
    }
}
