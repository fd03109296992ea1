using Dashboard.Application.Monitors.Figures;

namespace Dashboard.Application.Monitors.Status;

/// <summary>The payments of the last full minute, and what is usual.</summary>
/// <param name="IsJudged">False when nothing looks for incidents.</param>
internal readonly record struct ApprovalFigures(long Payments, long Failed, Usual Usual, bool IsJudged)
{
    public const int Seconds = 60;

    // Nineteen minutes of twenty lie within two standard deviations.
    private const double Deviations = 2;

    public ApprovalDto ToDto() => new()
    {
        Payments = Payments,
        Share = Payments == 0 ? null : (double)(Payments - Failed) / Payments,
        UsualShare = Usual.IsKnown ? 1 - Usual.Failed : null,
        UsualLow = Usual.IsKnown ? Math.Max(0, 1 - Usual.Failed - Margin) : null,
        UsualHigh = Usual.IsKnown ? Math.Min(1, 1 - Usual.Failed + Margin) : null,
    };

    private double Margin =>
        Deviations * Math.Sqrt(Usual.Failed * (1 - Usual.Failed) / Math.Max(1, Usual.PerSecond * Seconds));
}
