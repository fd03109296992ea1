namespace Dashboard.Application.Rules.Windows;

/// <summary>Figures of sorted amounts, twice as large as they are, so that the middle of two whole numbers is whole.</summary>
internal static class Ranks
{
    /// <summary>Sorts the amounts.</summary>
    public static long TwiceMedian(Span<long> amounts)
    {
        amounts.Sort();
        var middle = amounts.Length / 2;
        return amounts.Length % 2 == 1 ? 2 * amounts[middle] : amounts[middle - 1] + amounts[middle];
    }

    /// <summary>The smallest distance from the median within which a share of the amounts lies. Overwrites the amounts.</summary>
    /// <param name="share">Percent, 1 … 100.</param>
    public static long TwiceSpread(Span<long> amounts, int share)
    {
        var median = TwiceMedian(amounts);
        foreach (ref var amount in amounts) amount = Math.Abs(2 * amount - median);
        amounts.Sort();
        return amounts[(amounts.Length * share + 99) / 100 - 1];
    }
}
