using System.Runtime;

namespace Dashboard.Api.Common.Bounds;

/// <summary>Compacts the heap when much of it is unused and the program has little to do.</summary>
/// <remarks>
/// The collector compacts old objects only when the machine is short of memory. Until then, a flood of clients or calls leaves gaps, and
/// the process keeps more than a hundred megabytes that nothing uses. A compaction stops the program for some 100 ms, and on a busy machine
/// for more than a second. So it waits for a quiet time.
/// </remarks>
internal sealed class HeapTrim(TimeProvider clock) : BackgroundService
{
    private const long MaxUnusedBytes = 80L << 20;
    private const int QuietShare = 10;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Whether the heap has so many unused bytes that a compaction is worth its pause, and the pause disturbs nothing.</summary>
    /// <param name="used">CPU time in the last interval.</param>
    internal static bool IsWorthwhile(long unusedBytes, long heapBytes, TimeSpan used) =>
        unusedBytes > MaxUnusedBytes && unusedBytes > heapBytes / 3 && used < Interval / QuietShare;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, clock);
            // What the last compaction could not remove, so that it is not tried again and again.
            var left = 0L;
            for (var before = Environment.CpuUsage.TotalTime; await timer.WaitForNextTickAsync(stoppingToken);)
            {
                var now = Environment.CpuUsage.TotalTime;
                var used = now - before;
                before = now;
                var heap = GC.GetGCMemoryInfo(GCKind.Any);
                if (!IsWorthwhile(heap.FragmentedBytes - left, heap.HeapSizeBytes, used)) continue;
                GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
                left = GC.GetGCMemoryInfo(GCKind.Any).FragmentedBytes;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program stops.
        }
    }
}
