using Dashboard.Infrastructure.Replay;
using NSubstitute;

namespace Dashboard.UnitTests.Replay.Formats;

public sealed class EarlyExitTests : IDisposable
{
    private readonly RecordedReplay _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task ExecuteAsync_EndsBeforeTheProgramHasStarted_StopsItOnceItHas()
    {
        using var started = new CancellationTokenSource();
        _bench.Lifetime.ApplicationStarted.Returns(started.Token);
        await File.WriteAllTextAsync(_bench.Path("in.csv"), RecordedReplay.Heading);
        using var feed = _bench.Feed(new ReplayOptions { File = _bench.Path("in.csv"), Exit = true });

        await feed.StartAsync(CancellationToken.None);
        await feed.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10));
        _bench.Lifetime.DidNotReceive().StopApplication();
        await started.CancelAsync();

        _bench.Lifetime.Received(1).StopApplication();
    }
}
