using BenchmarkDotNet.Attributes;

namespace Dashboard.Micro;

/// <summary>Counting one end: what every transaction pays when it is done.</summary>
[MemoryDiagnoser]
public class RecordBench : HourBench
{
    [GlobalSetup]
    public void Fill() => Fill(sources: null);

    [Benchmark]
    public Task Record() => RecordOne();
}
