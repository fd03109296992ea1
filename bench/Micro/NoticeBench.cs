using BenchmarkDotNet.Attributes;
using Dashboard.Application.Monitors;
using Dashboard.Application.Monitors.Explain;
using Dashboard.Application.Monitors.Incidents;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Dashboard.Micro.Setup;

namespace Dashboard.Micro;

/// <summary>A second of a thousand payments of fifty sources: counted, judged, and with <see cref="OpenIncidents"/> followed.</summary>
[MemoryDiagnoser]
public class NoticeBench
{
    private const int Rate = 1_000;
    private const int Kept = 16_384;
    private const int WarmUp = 400;

    private readonly Transaction[] _received = Payments.Received(Kept, sources: 50);
    private IncidentFinder _finder = null!;
    private long _second;
    private int _next;

    /// <summary>Sources that fail all the time.</summary>
    [Params(0, 1)]
    public int OpenIncidents { get; set; }

    [GlobalSetup]
    public void Warm()
    {
        _second = Payments.Time.ToUnixTimeSeconds();
        _finder = new IncidentFinder(new MonitorOptions(), new OrderedIds(new ManualClock(Payments.Time)).Next, _second - 1);
        for (var i = 0; i < WarmUp; i++) Second(failing: 0);
        for (var i = 0; i < 60; i++) Second(OpenIncidents);
        if (_finder.Book.Open.Count < OpenIncidents) throw new InvalidOperationException($"{_finder.Book.Open.Count} incidents are open.");
    }

    [Benchmark]
    public void Second() => Second(OpenIncidents);

    private void Second(int failing)
    {
        for (var i = 0; i < Rate; i++)
        {
            var received = _received[_next++ % Kept];
            var took = TimeSpan.FromMilliseconds(100 + _next * 7_919L % 1_900);
            var at = DateTimeOffset.FromUnixTimeSeconds(_second);
            var isFailed = _next % 25 == 0
                || (failing > 0 && string.CompareOrdinal(received.Details.Source, $"source-{failing:D4}") < 0);
            _finder.Add(isFailed ? received.Start().Fail(at, took, "issuer_timeout") : received.Start().Complete(at, took));
        }

        _finder.Look(_second, DateTimeOffset.FromUnixTimeSeconds(_second + 1));
        _second++;
    }
}

/// <summary>What explains five minutes against the half hour before them, at two million payments in memory.</summary>
[MemoryDiagnoser]
public class ExplainBench
{
    private const int Count = 2_000_000;
    private const int Rate = 1_000;

    private IncidentFinder _finder = null!;
    private long _end;

    [GlobalSetup]
    public void Fill()
    {
        var begin = Payments.Time.ToUnixTimeSeconds();
        _end = begin + Count / Rate;
        var ids = new OrderedIds(new ManualClock(Payments.Time));
        _finder = new IncidentFinder(new MonitorOptions { RecentPayments = Count }, ids.Next, begin - 1);
        var received = Payments.Received(16_384, sources: 50);
        for (var i = 0; i < Count; i++)
        {
            var payment = received[i % received.Length].Start();
            var second = begin + i / Rate;
            var (at, took) = (DateTimeOffset.FromUnixTimeSeconds(second), TimeSpan.FromMilliseconds(100 + i * 7_919L % 1_900));
            var isFailed = i % 25 == 0 || (second >= _end - 300 && payment.Details.Source == "source-0007");
            _finder.Add(isFailed ? payment.Fail(at, took, "issuer_timeout") : payment.Complete(at, took));
        }
    }

    [Benchmark]
    public string Explain()
    {
        var report = Explainer.Explain(
            _finder.Recent, Measure.FailureRate, new SpanOfSeconds(_end - 300, _end), new SpanOfSeconds(_end - 2_100, _end - 300));
        return report.Slices[0].Conditions["source"];
    }
}
