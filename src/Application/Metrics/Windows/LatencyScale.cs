using System.Numerics;

namespace Dashboard.Application.Metrics.Windows;

/// <summary>
/// Cuts processing times into 1,088 slots: whole milliseconds up to 127, then 64 slots per doubling, up to 2^22 ms (70 minutes).
/// </summary>
/// <remarks>
/// The layout of HdrHistogram with six bits of precision: a slot is at most 1.6 % wide, so its middle is within 0.8 % of every time in it.
/// The library itself does not fit: a window subtracts each second that leaves it, and its histograms neither subtract nor stay sparse.
/// </remarks>
internal static class LatencyScale
{
    public const int SlotCount = 2 * SlotsPerDoubling + (MaxBits - 7) * SlotsPerDoubling;

    private const int MaxBits = 22;
    private const int SlotsPerDoubling = 64;
    private const long Longest = (1L << MaxBits) - 1;

    /// <summary>True for a time that the scale does not reach. It is in no slot: one such time would be most of every average.</summary>
    public static bool IsBeyond(long milliseconds) => milliseconds > Longest;

    /// <summary>The slot of a time that the scale reaches.</summary>
    public static ushort SlotOf(long milliseconds)
    {
        var value = Math.Clamp(milliseconds, 0, Longest);
        if (value < 2 * SlotsPerDoubling) return (ushort)value;

        var shift = BitOperations.Log2((ulong)value) - 6;
        return (ushort)(shift * SlotsPerDoubling + (value >> shift));
    }

    /// <summary>The middle of a slot in milliseconds.</summary>
    public static double MiddleOf(int slot)
    {
        if (slot < 2 * SlotsPerDoubling) return slot;

        var shift = slot / SlotsPerDoubling - 1;
        var low = (long)(slot - shift * SlotsPerDoubling) << shift;
        return low + ((1L << shift) - 1) / 2.0;
    }
}
