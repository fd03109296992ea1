namespace Dashboard.Application.Monitors.Figures;

/// <summary>How surprising a count is: the logarithm of how much better the seen share explains it than the usual one.</summary>
/// <remarks>The bound of Chernoff: under the usual share, a count at least this far off has a probability of at most e^−evidence.</remarks>
internal static class Evidence
{
    /// <param name="bad">Of the payments, how many were bad.</param>
    /// <param name="payments">At least <paramref name="bad"/>.</param>
    /// <param name="usual">The usual share; above 0 and below 1.</param>
    /// <returns>0 when the share is not above the usual one.</returns>
    public static double OfShare(long bad, long payments, double usual)
    {
        if (payments == 0 || bad <= payments * usual) return 0;
        var share = (double)bad / payments;
        var rest = share < 1 ? (1 - share) * Math.Log((1 - share) / (1 - usual)) : 0;
        return payments * (share * Math.Log(share / usual) + rest);
    }
}
