using Dashboard.Application.Monitors.Figures;
using Dashboard.Application.Monitors.Recent;

namespace Dashboard.Application.Monitors.Explain;

/// <summary>
/// Finds the smallest part of the payments that covers most of a change. Shares are compared and not numbers, so that large groups mislead
/// nobody.
/// </summary>
internal static class Explainer
{
    private const int MaxSlices = 12;
    private const int MaxReasons = 10;

    // Parts of fewer payments are chance.
    private const int FewestPayments = 10;

    // Fewer bad payments are chance.
    private const int FewestBad = 2;

    // A part must have most of the change, and leave some payments out.
    private const double LeastShareOfChange = 0.7;
    private const double MostPayments = 0.95;

    // One condition is better than two, unless two single out much fewer payments.
    private const double PriceOfPair = 1.4;

    // What may be left of the change outside the part: little, or no more than chance gives.
    private const double LeftRise = 0.02;
    private const double LeftEvidence = 4;

    // Worth a line of the answer.
    private const double ShownShareOfChange = 0.1;

    // A field differs when one of its values has this much more of the change than of the payments.
    private const double Different = 0.15;

    // A processing time is measured after the cause and not a cause.
    private static readonly Field[] Causes =
        [Field.Source, Field.Currency, Field.Counterparty, Field.Account, Field.Flag, Field.Amount];

    /// <param name="recent">The payments.</param>
    /// <param name="measure">What is bad.</param>
    /// <param name="span">When it changed.</param>
    /// <param name="baseline">The span to compare with.</param>
    /// <param name="excluded">Parts that are explained already.</param>
    public static ExplainReport Explain(
        RecentPayments recent, Measure measure, SpanOfSeconds span, SpanOfSeconds baseline, params IEnumerable<Slice> excluded)
    {
        var division = new Division(recent, measure, span, baseline, excluded);
        var divided = Enum.GetValues<Field>().Where(f => IsDivided(f, measure) && !division.IsLeftOut(f)).ToList();
        var causes = divided.Intersect(Causes).ToList();
        var all = division.All;
        var singles = divided
            .SelectMany(field => division.ValuesOf(field)
                .Select(v => (Slice: Slice.Of(field, v.Value), v.Counts, IsCause: causes.Contains(field))))
            .Where(s => s.Counts.Payments >= FewestPayments).ToList();
        var pairs = division.Excess > 0
            ? division.Pairs(causes).Where(p => p.Counts.Payments >= FewestPayments && !IsHalf(p.Slice, p.Counts)).ToList()
            : [];
        // A pair is only a part of the cause when one of its values is as bad without the other one.
        bool IsHalf(Slice pair, Contrast counts) => singles.Exists(s => s.IsCause && pair.Conditions.Contains(s.Slice.Conditions[0])
            && s.Counts.Without(counts) is { Bad: >= FewestBad } rest && rest.Share > counts.Share / 2);
        var best = singles.Where(s => s.IsCause).Select(s => (s.Slice, s.Counts)).Concat(pairs)
            .Where(c => IsExplanation(c.Counts, division))
            .OrderBy(c => c.Counts.Payments * (c.Slice.Conditions.Count > 1 ? PriceOfPair : 1))
            .ThenBy(c => c.Slice.ToString(), StringComparer.Ordinal)
            .FirstOrDefault((Slice: Slice.Everything, Counts: all));
        var lines = singles.Select(s => (s.Slice, s.Counts)).Where(s => s.Slice != best.Slice)
            .Select(s => Line(s.Slice, s.Counts, division)).Where(l => l.ShareOfChange >= ShownShareOfChange)
            .OrderByDescending(l => l.ShareOfChange).Take(MaxSlices - 1);
        return new ExplainReport
        {
            Measure = measure,
            Span = span.Of(all.Payments, all.Bad),
            Baseline = baseline.Of(all.UsualPayments, all.UsualBad),
            Slices = [Line(best.Slice, best.Counts, division), .. lines],
            Reasons = Reasons(recent, division, measure, best.Slice),
            NotDifferent = [.. divided.Where(f => !IsDifferent(f, division)).Select(Fields.NameOf)],
            LeftOut = [.. Enum.GetValues<Field>().Where(division.IsLeftOut).Select(Fields.NameOf)],
            IsComplete = Math.Min(span.From, baseline.From) >= recent.CompleteSince,
        };
    }

    // A part that is made of the bad payments by definition.
    private static bool IsDivided(Field field, Measure measure) =>
        !(field == Field.Duration && measure == Measure.SlowShare) && !(field == Field.Flag && measure == Measure.FlaggedShare);

    private static bool IsExplanation(in Contrast counts, Division division)
    {
        if (division.Excess <= 0 || counts.Payments > MostPayments * division.All.Payments) return false;
        if (counts.Excess(division.Usual) < LeastShareOfChange * division.Excess) return false;
        var rest = division.All.Without(counts);
        var usual = rest.UsualShare(division.Usual);
        return rest.Share - usual < LeftRise
            || Evidence.OfShare(rest.Bad, rest.Payments, Math.Max(usual, Usual.LowestShare)) < LeftEvidence;
    }

    private static bool IsDifferent(Field field, Division division) => division.Excess > 0 && division.ValuesOf(field).Any(v =>
        v.Counts.Excess(division.Usual) / division.Excess - (double)v.Counts.Payments / division.All.Payments > Different);

    private static ExplainedSlice Line(Slice slice, in Contrast counts, Division division)
    {
        var all = division.All;
        double Part(double of, double whole) => whole > 0 ? of / whole : 0;
        return new ExplainedSlice(
            slice.Named.ToDictionary(), counts.Payments, counts.Bad, counts.Share, counts.UsualShare(division.Usual),
            Part(counts.Payments, all.Payments), Part(counts.Bad, all.Bad), Part(counts.Excess(division.Usual), division.Excess),
            all.Payments == counts.Payments ? null : all.Without(counts).Share);
    }

    private static IReadOnlyList<ExplainedReason> Reasons(RecentPayments recent, Division division, Measure measure, Slice slice)
    {
        var names = measure == Measure.FlaggedShare ? recent.Names(Field.Flag) : recent.Reasons;
        var reasons = division.ReasonsOf(slice);
        var (bad, usualBad) = (reasons.Values.Sum(r => r.Bad), reasons.Values.Sum(r => r.UsualBad));
        return
        [
            .. reasons.Where(r => r.Value.Bad > 0)
                .Select(r => new ExplainedReason(
                    names.NameOf(r.Key), r.Value.Bad, (double)r.Value.Bad / bad,
                    usualBad == 0 ? null : (double)r.Value.UsualBad / usualBad))
                .OrderByDescending(r => r.Count).ThenBy(r => r.Reason, StringComparer.Ordinal).Take(MaxReasons),
        ];
    }
}
