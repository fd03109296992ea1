using Dashboard.Application.Alerts;
using Dashboard.Application.Common;

namespace Dashboard.Application.Monitors.Explain;

/// <summary>What is different in a span of time against another one, and where.</summary>
public sealed record ExplainReport : IMaskable
{
    public required Measure Measure { get; init; }

    public required ExplainedSpan Span { get; init; }

    /// <summary>The span that it is compared with.</summary>
    public required ExplainedSpan Baseline { get; init; }

    /// <summary>
    /// Parts of all payments, the one that explains the change best first: the smallest part that covers most of it. When no part does,
    /// the first one has no conditions and stands for everything.
    /// </summary>
    public required IReadOnlyList<ExplainedSlice> Slices { get; init; }

    /// <summary>The failure reasons (or flags) of the bad payments of the first slice, most first.</summary>
    public required IReadOnlyList<ExplainedReason> Reasons { get; init; }

    /// <summary>Fields of which every value has as large a part in the change as in the payments.</summary>
    public required IReadOnlyList<string> NotDifferent { get; init; }

    /// <summary>Fields that were not divided, because nearly every payment has a value of its own.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>False when payments of the spans are no longer in memory (<c>Monitors:RecentPayments</c>).</summary>
    public required bool IsComplete { get; init; }

    public ExplainReport Masked() => this with { Slices = [.. Slices.Select(s => s.Masked())] };

    object IMaskable.Masked() => Masked();
}

/// <param name="From">Included; whole seconds.</param>
/// <param name="To">Not included.</param>
/// <param name="Payments">Payments that ended in it.</param>
/// <param name="Bad">Those that the measure counts.</param>
/// <param name="Share">Bad of all; null without payments.</param>
public sealed record ExplainedSpan(DateTimeOffset From, DateTimeOffset To, long Payments, long Bad, double? Share);

/// <param name="Conditions">Field → value; empty for everything.</param>
/// <param name="Payments">Payments of the slice in the span.</param>
/// <param name="Bad">Those that the measure counts.</param>
/// <param name="Share">Bad of the slice's payments.</param>
/// <param name="UsualShare">The same in the baseline; of everything where the slice had too few payments.</param>
/// <param name="ShareOfPayments">The slice's payments of all payments of the span.</param>
/// <param name="ShareOfBad">The slice's bad payments of all bad payments of the span.</param>
/// <param name="ShareOfChange">How much of the rise above the usual number of bad payments the slice has; below 0 when it has fewer than
/// usual, above 1 when others have.</param>
/// <param name="ShareWithout">Bad of all other payments of the span; null when there are none.</param>
public sealed record ExplainedSlice(
    IReadOnlyDictionary<string, string> Conditions, long Payments, long Bad, double Share, double UsualShare, double ShareOfPayments,
    double ShareOfBad, double ShareOfChange, double? ShareWithout)
{
    internal ExplainedSlice Masked() =>
        this with { Conditions = Conditions.ToDictionary(c => c.Key, c => SliceText.Masked(c.Key, c.Value)) };
}

/// <param name="Reason">A failure reason, or the name of a flag.</param>
/// <param name="Count">Bad payments with it in the span.</param>
/// <param name="Share">Of the slice's bad payments that have a reason.</param>
/// <param name="UsualShare">The same in the baseline; null when there were none.</param>
public sealed record ExplainedReason(string Reason, long Count, double Share, double? UsualShare);
