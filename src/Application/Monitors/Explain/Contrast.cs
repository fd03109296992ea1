namespace Dashboard.Application.Monitors.Explain;

/// <summary>Counts of a part of the payments in the span and in the baseline.</summary>
internal struct Contrast
{
    // Payments of the baseline below which a part leans on what is usual for everything.
    private const double Weight = 20;

    public long Payments;
    public long Bad;
    public long UsualPayments;
    public long UsualBad;

    public readonly double Share => Payments == 0 ? 0 : (double)Bad / Payments;

    /// <summary>The other payments.</summary>
    public readonly Contrast Without(in Contrast part) => new()
    {
        Payments = Payments - part.Payments,
        Bad = Bad - part.Bad,
        UsualPayments = UsualPayments - part.UsualPayments,
        UsualBad = UsualBad - part.UsualBad,
    };

    public void Count(bool isInSpan, bool isBad)
    {
        if (isInSpan)
        {
            Payments++;
            if (isBad) Bad++;
        }
        else
        {
            UsualPayments++;
            if (isBad) UsualBad++;
        }
    }

    /// <summary>The usual share of bad payments.</summary>
    /// <param name="everything">The usual share of all payments.</param>
    public readonly double UsualShare(double everything) => (UsualBad + Weight * everything) / (UsualPayments + Weight);

    /// <summary>Bad payments above the usual number; negative below it.</summary>
    public readonly double Excess(double everything) => Bad - Payments * UsualShare(everything);
}
