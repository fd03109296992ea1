using System.Runtime.InteropServices;
using Dashboard.Application.Rules.Lab.Reports;
using Dashboard.Application.Rules.Language.Faces;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Rules.Lab;

/// <summary>Works out, in one pass, how many payments a rule would flag with any other value of one of its numbers.</summary>
/// <remarks>
/// Whether a payment is flagged depends on that number only where the rule says something else with the comparison true than with it
/// false. Of those payments the compared value is kept.
/// </remarks>
internal sealed class Curve
{
    private const int MaxPoints = 100;
    private const int MaxValues = 1_000_000;

    private readonly Threshold _threshold;
    private readonly Func<PaymentFacts, Truth> _ifTrue;
    private readonly Func<PaymentFacts, Truth> _ifFalse;
    private readonly Func<PaymentFacts, decimal?> _value;
    private readonly bool _isOfCurrency;

    // Payments that are flagged when their value passes the limit, and those that are when it does not.
    private readonly Dictionary<decimal, long> _passing = [];
    private readonly Dictionary<decimal, long> _failing = [];
    private long _always;
    private bool _isFull;

    public Curve(RuleRun run, Threshold threshold)
    {
        _threshold = threshold;
        _ifTrue = run.Compiler.Compile(threshold.Replaced(run.Rule.Tree, new GivenCondition(true)));
        _ifFalse = run.Compiler.Compile(threshold.Replaced(run.Rule.Tree, new GivenCondition(false)));
        _value = run.Compiler.CompileNumber(threshold.Value, threshold.Currency);
        _isOfCurrency = threshold.Currency is not null && LooksAtAmount(threshold.Value);
    }

    public void Add(PaymentFacts facts)
    {
        var (ifTrue, ifFalse) = (_ifTrue(facts) == Truth.True, _ifFalse(facts) == Truth.True);
        if (_isOfCurrency && facts.Currency != _threshold.Currency!.Value.Index) ifTrue = ifFalse;
        if (ifTrue && ifFalse) _always++;
        else if (ifTrue != ifFalse && !_isFull && _value(facts) is { } value)
            CollectionsMarshal.GetValueRefOrAddDefault(ifTrue ? _passing : _failing, value, out _)++;
        _isFull |= _passing.Count + _failing.Count > MaxValues;
    }

    public RuleCurve ToReport()
    {
        var (text, limit) = (RulePrinter.Print(_threshold.Comparison), RulePrinter.Print(_threshold.Limit));
        return new RuleCurve(_threshold.Number, text, limit, !_isFull, _isFull ? [] : [.. Points()]);
    }

    private IEnumerable<CurvePoint> Points()
    {
        var values = _passing.Keys.Concat(_failing.Keys).Distinct().Order().ToList();
        // Evenly among the different values, with the first, the last, and the number that the rule has.
        var count = Math.Min(MaxPoints - 1, values.Count);
        var limits = Enumerable.Range(0, count).Select(i => values[count == 1 ? 0 : (int)((long)i * (values.Count - 1) / (count - 1))])
            .Append(_threshold.LimitValue).Distinct().Order().ToList();
        var (passing, failing) = (Sorted(_passing), Sorted(_failing));
        foreach (var limit in limits)
        {
            var flagged = _always + Count(passing, limit, passes: true) + Count(failing, limit, passes: false);
            var currency = _threshold.Currency ?? Currency.FromIndex(1);
            yield return new CurvePoint(ValueReader.Write(_threshold.Limit.Type, limit, currency), flagged);
        }
    }

    // Counts up to each value, so that a limit costs one search.
    private static (decimal[] Values, long[] UpTo) Sorted(Dictionary<decimal, long> counts)
    {
        var values = counts.Keys.Order().ToArray();
        var upTo = new long[values.Length + 1];
        for (var i = 0; i < values.Length; i++) upTo[i + 1] = upTo[i] + counts[values[i]];
        return (values, upTo);
    }

    private long Count((decimal[] Values, long[] UpTo) sorted, decimal limit, bool passes)
    {
        var (low, high) = (0, sorted.Values.Length);
        // Values below the edge lie on one side of the limit, the others on the other side.
        var passesBelow = _threshold.Operator is ComparisonOperator.Less or ComparisonOperator.LessOrEqual;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_threshold.Passes(sorted.Values[middle], limit) == passesBelow) low = middle + 1;
            else high = middle;
        }

        return passes == passesBelow ? sorted.UpTo[low] : sorted.UpTo[^1] - sorted.UpTo[low];
    }

    private static bool LooksAtAmount(Node node) =>
        node is FieldValue { Field: PaymentField.Amount } || (node is not Aggregate && node.Parts.Any(LooksAtAmount));
}
