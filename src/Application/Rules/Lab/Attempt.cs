using Dashboard.Application.Rules.Lab.Reports;
using Dashboard.Application.Rules.Labels;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Faces;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Common;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Rules;

namespace Dashboard.Application.Rules.Lab;

/// <summary>A rule on its way through stored payments: what it flags, what it nearly flags, and the curve of one of its numbers.</summary>
internal sealed class Attempt
{
    private const int MaxNear = 8;
    private const int NearExamples = 5;

    private readonly RuleRun _run;
    private readonly Explanation _explanation;
    private readonly (Threshold Threshold, Constant Nearer, Func<PaymentFacts, Truth> Decide, Found Found)[] _near;
    private readonly Curve? _curve;
    private readonly Difference? _against;
    private readonly Tally _tally = new();
    private readonly List<RuleMatch> _matches = [];
    private readonly int _limit;
    private readonly IReadOnlyDictionary<long, FraudLabel> _labels;
    private readonly long[] _flaggedByLabel = new long[Enum.GetValues<FraudLabel>().Length];
    private long _fraud, _labelledHits;

    /// <param name="sweep">The number of which the curve is wanted; null for none.</param>
    /// <param name="limit">How many matches to keep.</param>
    /// <param name="labels">What payments of the range turned out to be.</param>
    /// <param name="against">A rule to compare with; null for none.</param>
    public Attempt(
        Rule rule, RuleOptions options, Threshold? sweep, int limit, IReadOnlyDictionary<long, FraudLabel> labels, Rule? against)
    {
        _labels = labels;
        _limit = limit;
        _run = new RuleRun(rule, options, against);
        _against = against is null ? null : new Difference(_run, against);
        _explanation = new Explanation(rule, _run.Compiler, _run.Texts);
        _curve = sweep is null ? null : new Curve(_run, sweep);
        _near =
        [
            .. from threshold in Threshold.In(rule).Take(MaxNear)
            let nearer = threshold.Nearer()
            where nearer is not null
            let moved = threshold.Replaced(rule.Tree, new Comparison(threshold.Value, threshold.Operator, nearer))
            select (threshold, nearer, _run.Compiler.Compile(moved), new Found()),
        ];
    }

    public bool HasWindows => _run.HasWindows;

    public long Judged => _tally.Payments;

    public void Fill(in StoredPayment payment) => _run.Fill(payment);

    public void Judge(in StoredPayment payment)
    {
        var truth = _run.Judge(payment);
        _tally.Add(_run.Facts, truth);
        _curve?.Add(_run.Facts);
        if (_labels.Count > 0 && _labels.TryGetValue(payment.Id, out var label)) Count(label, truth == Truth.True);
        Compare(payment, truth == Truth.True);
        if (truth == Truth.True)
        {
            if (_matches.Count < _limit) _matches.Add(MatchOf(payment));
            return;
        }

        foreach (var (_, _, decide, found) in _near)
        {
            if (decide(_run.Facts) != Truth.True) continue;
            found.Payments++;
            if (found.First.Count < NearExamples) found.First.Add(MatchOf(payment));
        }
    }

    public TryReport ToReport(TryRange range) => new()
    {
        Canonical = _run.Rule.Canonical,
        Sentence = _run.Rule.Sentence,
        From = range.From,
        To = range.To,
        IsComplete = range.JudgedTo is null,
        JudgedTo = range.JudgedTo ?? range.To,
        WindowsFrom = range.WindowsFrom,
        Payments = _tally.Payments,
        Flagged = _tally.Flagged,
        FlaggedAccounts = _tally.FlaggedAccounts,
        Unknown = _tally.Unknown,
        PerDay = _tally.PerDay(),
        PerSource = _tally.PerSource(_run.Texts),
        PerCurrency = _tally.PerCurrency(),
        Matches = _matches,
        NearMisses =
        [
            .. _near.Select(n => new NearMiss(
                n.Threshold.Number, RulePrinter.Print(n.Threshold.Comparison), RulePrinter.Print(n.Threshold.Limit),
                RulePrinter.Print(n.Nearer), n.Found.Payments, n.Found.First)),
        ],
        Quality = _labels.Count == 0 ? null : RuleQuality.Of(
            _flaggedByLabel[(int)FraudLabel.Fraud], _flaggedByLabel[(int)FraudLabel.Legitimate], _flaggedByLabel[(int)FraudLabel.Unclear],
            _tally.Flagged - _labelledHits, _fraud),
        Curve = _curve?.ToReport(),
        Against = _against?.ToReport(),
        Notes = [.. Notes()],
    };

    private void Compare(in StoredPayment payment, bool isFlagged)
    {
        if (_against is null) return;
        var other = _against.Other(_run.Facts);
        if (_against.Count(isFlagged, other) is not { } first) return;
        if (first.Count < NearExamples) first.Add(MatchOf(payment, other ? _against.Explanation : _explanation));
    }

    private void Count(FraudLabel label, bool isFlagged)
    {
        if (label == FraudLabel.Fraud) _fraud++;
        if (!isFlagged) return;
        _labelledHits++;
        _flaggedByLabel[(int)label]++;
    }

    private RuleMatch MatchOf(in StoredPayment payment) => MatchOf(payment, _explanation);

    private RuleMatch MatchOf(in StoredPayment payment, Explanation explanation) => new(
        new OrderedId(payment.Id).ToString(), payment.Source, payment.Account, payment.Counterparty,
        Money.ToDecimal(payment.AmountMinor, Currency.FromCode(payment.Currency)), payment.Currency, payment.Status,
        new DateTimeOffset(payment.CreatedAt), explanation.Of(_run.Facts));

    private IEnumerable<string> Notes()
    {
        if (_run.Rule.Tree.All.Any(n => n is FieldValue { Field: PaymentField.Status }))
            yield return "The rule looks at the status. A try sees the stored status, also where a payment ended after the next ones came.";
        if (_run.Rule.Tree.All.OfType<Aggregate>().Any(a => a.Function is AggregateFunction.Median or AggregateFunction.Spread))
            yield return $"median and spread look at the newest {RuleLimits.MaxRanked} payments of a window.";
    }

    private sealed class Found
    {
        public long Payments { get; set; }

        public List<RuleMatch> First { get; } = [];
    }
}

/// <param name="JudgedTo">Receipt of the last payment when the try ended before the end of the range; null otherwise.</param>
internal sealed record TryRange(DateTimeOffset From, DateTimeOffset To, DateTimeOffset? JudgedTo, DateTimeOffset? WindowsFrom);
