using BenchmarkDotNet.Attributes;

namespace Dashboard.Micro;

/// <summary>A snapshot that takes a new second in and the oldest out of every window.</summary>
[MemoryDiagnoser]
[InvocationCount(SecondsAhead)]
public class SnapshotBench : HourBench
{
    private const int SecondsAhead = 100;

    /// <summary>More than a thousand are not followed one by one.</summary>
    [Params(7, 1_000)]
    public int Sources { get; set; }

    [GlobalSetup]
    public void Fill() => Fill(Sources == 7 ? null : Sources);

    // The seconds that the snapshots of one iteration come to, so that the windows are as full after any number of them.
    [IterationSetup]
    public void RecordAhead()
    {
        for (var second = 1; second <= SecondsAhead; second++) RecordAhead(second);
    }

    [Benchmark]
    public void Snapshot() => TickAfterASecond();
}
