namespace Dashboard.Application.Rules.Labels;

/// <summary>A share that was found in a sample, and the bounds between which the true share lies with a confidence of 95 %.</summary>
/// <param name="Share">0 … 1; null for a sample of nothing.</param>
public sealed record ShareEstimate(long Of, long Hits, double? Share, double? Low, double? High)
{
    // Of the normal distribution, for 95 %.
    private const double Z = 1.959963984540054;

    /// <summary>The interval of Wilson, which holds for few and for extreme cases as well.</summary>
    public static ShareEstimate Wilson(long hits, long of)
    {
        if (of == 0) return new ShareEstimate(0, 0, null, null, null);
        var (n, share) = ((double)of, (double)hits / of);
        var center = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
        var half = Z / (1 + Z * Z / n) * Math.Sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
        return new ShareEstimate(of, hits, share, Math.Max(0, center - half), Math.Min(1, center + half));
    }
}

/// <summary>How right a version is, as far as labels say.</summary>
/// <param name="Precision">Of its labelled hits: the share that is fraud.</param>
/// <param name="Recall">Of the transactions that are labelled as fraud: the share that it hit.</param>
/// <param name="Unclear">Hits of which a person could not tell. They are in neither share.</param>
/// <param name="Unlabelled">Hits without a label.</param>
public sealed record RuleQuality(ShareEstimate Precision, ShareEstimate Recall, long Unclear, long Unlabelled)
{
    internal static RuleQuality Of(long fraud, long legitimate, long unclear, long unlabelled, long allFraud) =>
        new(ShareEstimate.Wilson(fraud, fraud + legitimate), ShareEstimate.Wilson(fraud, allFraud), unclear, unlabelled);
}
