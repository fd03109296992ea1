using Dashboard.Application.Metrics;
using Dashboard.Application.Metrics.Windows;
using Dashboard.Application.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Dashboard.UnitTests.Metrics;

public sealed class MetricsAggregatorTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(TestData.Time);
    private readonly IFinishedTransactions _reader = Substitute.For<IFinishedTransactions>();
    private readonly MetricsAggregator _metrics;

    public MetricsAggregatorTests() => _metrics = new MetricsAggregator(
        _reader, new FlowCounters(), _clock, Options.Create(new MetricsOptions()),
        NullLogger<MetricsAggregator>.Instance);

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task Handle_AfterMinutesWithoutATick_IsStillCounted()
    {
        _clock.Advance(TimeSpan.FromMinutes(10));

        await _metrics.Handle(new TransactionCompleted(TestData.Completed(at: _clock.GetUtcNow())), default);

        _metrics.Snapshot().LastMinute.Count.ShouldBe(1);
    }

    [Fact]
    public async Task StartAsync_StoreOfAnEarlierRun_IsReadBackOnce()
    {
        _reader.FinishedSinceAsync(TestData.Time.AddHours(-1), Arg.Any<CancellationToken>()).Returns(Stored());

        await _metrics.StartAsync(CancellationToken.None);

        _metrics.Snapshot().LastHour.Count.ShouldBe(2);
        _metrics.Snapshot().LastMinute.Count.ShouldBe(1);
        await _metrics.StopAsync(CancellationToken.None);
        _reader.ReceivedWithAnyArgs(1).FinishedSinceAsync(default, default);
    }

    private static async IAsyncEnumerable<TransactionEnd> Stored()
    {
        yield return TransactionEnd.Of(TestData.Completed(at: TestData.Time.AddMinutes(-30)));
        await Task.Yield();
        yield return TransactionEnd.Of(TestData.Completed(at: TestData.Time.AddSeconds(-3)));
    }
}
