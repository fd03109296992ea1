using BenchmarkDotNet.Attributes;
using Dashboard.Application.Metrics.Windows;
using Dashboard.Micro.Setup;

namespace Dashboard.Micro;

/// <summary>The histogram of processing times: adding one to a second and to a window, and reading the 99th percentile.</summary>
[MemoryDiagnoser]
public class LatencyBench
{
    private const int Kept = 1_024;

    private readonly TransactionEnd[] _samples = [.. Payments.Ended(Payments.Received(Kept), Payments.Time).Select(TransactionEnd.Of)];

    private readonly SecondBucket _second = new();
    private readonly WindowTotals _window = new(seconds: 60);
    private uint _next;

    [GlobalSetup]
    public void AddAll()
    {
        foreach (var sample in _samples) _window.Add(sample, LatencyScale.SlotOf(sample.ProcessingMs));
    }

    [Benchmark]
    public int AddToSecond() => ++_second.Latencies[LatencyScale.SlotOf(_samples[_next++ % Kept].ProcessingMs)];

    [Benchmark]
    public void AddToWindow()
    {
        ref var sample = ref _samples[_next++ % Kept];
        _window.Add(sample, LatencyScale.SlotOf(sample.ProcessingMs));
    }

    [Benchmark]
    public double ReadP99()
    {
        Span<double> results = stackalloc double[1];
        _window.Percentiles([0.99], results);
        return results[0];
    }
}
