using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.UnitTests.Rules.Windows;

/// <summary>One payment, in the order of its commit.</summary>
internal sealed record Paid(long Time, long Amount, int Currency, int Account, int Counterparty, int Source)
{
    public PaymentFacts Facts(int features) => new(features)
    {
        Time = Time,
        AmountMinor = Amount,
        Currency = Currency,
        Account = Account,
        Counterparty = Counterparty,
        Source = Source,
    };

    public int ValueOf(PaymentField field) => field switch
    {
        PaymentField.Account => Account,
        PaymentField.Counterparty => Counterparty,
        PaymentField.Source => Source,
        _ => Currency,
    };
}

/// <summary>The meaning of a figure, worked out from all payments each time: slow, and too simple to be wrong.</summary>
internal static class NaiveRecount
{
    /// <summary>Null for unknown.</summary>
    /// <param name="known">The payments up to the one that is judged, which is the last.</param>
    /// <param name="passes">Which of them the condition of the aggregate takes.</param>
    public static decimal? Value(Feature feature, IReadOnlyList<Paid> known, Func<int, bool> passes)
    {
        var (aggregate, self) = (feature.Aggregate, known[^1]);
        if (aggregate.Per.Any(p => self.ValueOf(p) == TextTable.Missing)) return null;
        var currency = feature.Currency?.Index ?? self.Currency;
        var window = new List<(Paid Payment, int Sequence)>();
        for (var i = 0; i < known.Count; i++)
        {
            var other = known[i];
            if (other.Time > self.Time || (feature.IsMoney && other.Currency != currency) || !HaveOneKey(aggregate, self, other)) continue;
            if (i == known.Count - 1 && !aggregate.IncludesItself) continue;
            if (passes(i)) window.Add((other, i));
        }

        window = [.. window.OrderBy(w => w.Payment.Time).ThenBy(w => w.Sequence)];
        if (aggregate.Over?.Span is { } span) window.RemoveAll(w => w.Payment.Time <= self.Time - (long)span.TotalMicroseconds);
        if (aggregate.Over?.Last is { } last && window.Count > last) window.RemoveRange(0, window.Count - last);
        if (window.Count == 0 && aggregate.NeedsPayments) return null;
        var amounts = window.Select(w => (decimal)w.Payment.Amount).ToList();
        return aggregate.Function switch
        {
            AggregateFunction.Count => window.Count,
            AggregateFunction.FirstSeen => window.Count == 0 ? 1 : 0,
            AggregateFunction.SinceLast => self.Time - window[^1].Payment.Time,
            AggregateFunction.Distinct =>
                window.Select(w => w.Payment.ValueOf(aggregate.Of!.Value)).Where(v => v != TextTable.Missing).Distinct().Count(),
            AggregateFunction.Sum => amounts.Sum(),
            AggregateFunction.Avg => amounts.Sum() / amounts.Count,
            AggregateFunction.Min => amounts.Min(),
            AggregateFunction.Max => amounts.Max(),
            AggregateFunction.Median => Median(Newest(amounts)),
            _ => Spread(Newest(amounts), aggregate.Share),
        };
    }

    private static bool HaveOneKey(Aggregate aggregate, Paid one, Paid other)
    {
        foreach (var field in aggregate.Per)
            if (one.ValueOf(field) != other.ValueOf(field)) return false;
        return true;
    }

    private static List<decimal> Newest(List<decimal> amounts) => [.. amounts.TakeLast(RuleLimits.MaxRanked)];

    private static decimal Median(List<decimal> amounts)
    {
        var sorted = amounts.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static decimal Spread(List<decimal> amounts, int share)
    {
        var median = Median(amounts);
        var distances = amounts.Select(a => Math.Abs(a - median)).Order().ToList();
        return distances.First(d => distances.Count(other => other <= d) * 100 >= share * distances.Count);
    }
}
