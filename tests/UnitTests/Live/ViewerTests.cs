using Dashboard.Api.Live;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.UnitTests.Live;

public sealed class ViewerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Offer_ClientThatDoesNotRead_NeverWaitsAndGetsOneSnapshotForAllItMissed()
    {
        var client = new RecordingClient();
        client.Block();
        using var gone = new CancellationTokenSource();
        var viewer = new Viewer(client.WriteAsync, () => Frame(sequence: -1), TimeProvider.System);
        var loop = viewer.RunAsync(gone.Token);

        var taken = Enumerable.Range(0, 100).Count(i => viewer.Offer(Frame(i)));
        taken.ShouldBe(Viewer.MaxPending);
        client.Unblock();
        await client.WaitForAsync(2).WaitAsync(Patience, TestContext.Current.CancellationToken);
        viewer.Offer(Frame(100)).ShouldBeTrue();
        await client.WaitForAsync(3).WaitAsync(Patience, TestContext.Current.CancellationToken);

        client.Sequences.ShouldBe([-1, -1, 100]);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(loop);
    }

    [Fact]
    public async Task Slowest_ClientThatDoesNotRead_GrowsAndIsRemembered()
    {
        var clock = new FakeTimeProvider();
        var client = new RecordingClient();
        client.Block();
        using var gone = new CancellationTokenSource();
        var viewer = new Viewer(client.WriteAsync, () => Frame(sequence: -1), clock);
        var loop = viewer.RunAsync(gone.Token);

        clock.Advance(TimeSpan.FromSeconds(10));
        viewer.Slowest.ShouldBe(TimeSpan.FromSeconds(10));
        client.Unblock();
        viewer.Offer(Frame(1));
        await client.WaitForAsync(2).WaitAsync(Patience, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(30));

        viewer.Slowest.ShouldBe(TimeSpan.FromSeconds(10));
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(loop);
    }

    private static LiveFrame Frame(long sequence)
    {
        var window = new WindowDto
        {
            Since = default,
            Count = 0,
            Completed = 0,
            Failed = 0,
            Flagged = 0,
            SuccessRate = 0,
            FailureRate = 0,
            AverageProcessingMs = 0,
            P50ProcessingMs = 0,
            P95ProcessingMs = 0,
            P99ProcessingMs = 0,
            Volumes = [],
        };
        var metrics = new DashboardMetricsDto
        {
            Epoch = "e",
            Sequence = sequence,
            ComputedAt = default,
            TransactionsPerSecond = 0,
            LastMinute = window,
            LastFiveMinutes = window,
            LastHour = window,
            TopSources = [],
            Queued = 0,
            InFlight = 0,
            AlertsOpen = 0,
            Clients = 1,
            Shown = 0,
            Changed = 0,
            Flow = new FlowDto(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        };
        return new LiveFrame([], metrics, []);
    }

    private sealed class RecordingClient
    {
        private readonly SemaphoreSlim _received = new(0);
        private readonly List<long> _sequences = [];
        private TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _awaited;

        public RecordingClient() => _gate.SetResult();

        public IReadOnlyList<long> Sequences
        {
            get { lock (_sequences) return [.. _sequences]; }
        }

        public void Block() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Unblock() => _gate.SetResult();

        public async Task WaitForAsync(int count)
        {
            for (; _awaited < count; _awaited++) await _received.WaitAsync();
        }

        public async ValueTask WriteAsync(LiveFrame frame)
        {
            var call = frame.Calls.Single(c => c.Target == nameof(IDashboardClient.ReceiveMetricsUpdate));
            await _gate.Task;
            lock (_sequences) _sequences.Add(((DashboardMetricsDto)call.Arguments[0]!).Sequence);
            _received.Release();
        }
    }
}
