using Dashboard.Api.Live;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Dashboard.Application.Pipeline;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.UnitTests.Live;

public sealed class ViewerTests
{
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
        await client.WaitForAsync(2).InTimeAsync();
        viewer.Offer(Frame(100)).ShouldBeTrue();
        await client.WaitForAsync(3).InTimeAsync();

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
        await client.WaitForAsync(2).InTimeAsync();
        clock.Advance(TimeSpan.FromSeconds(30));

        viewer.Slowest.ShouldBe(TimeSpan.FromSeconds(10));
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(loop);
    }

    [Fact]
    public async Task Run_OneFrameForMany_EachTakesATurnAndGivesItBack()
    {
        using var gone = new CancellationTokenSource();
        var frame = Frame(1);
        var clients = Enumerable.Range(0, 3).Select(_ => new RecordingClient()).ToArray();
        var (viewers, loops) = Run(clients, gone.Token);
        await Task.WhenAll(clients.Select(c => c.WaitForAsync(1))).InTimeAsync();
        foreach (var client in clients) client.Block();

        foreach (var viewer in viewers) viewer.Offer(frame);
        await Task.WhenAll(clients.Select(c => c.WaitForWriteAsync(2))).InTimeAsync();
        frame.Turns.CurrentCount.ShouldBe(LiveFrame.MaxAtATime - 3);
        foreach (var client in clients) client.Unblock();
        foreach (var viewer in viewers) viewer.Offer(Frame(2));
        await Task.WhenAll(clients.Select(c => c.WaitForAsync(3))).InTimeAsync();

        frame.Turns.CurrentCount.ShouldBe(LiveFrame.MaxAtATime);
        await gone.CancelAsync();
        foreach (var loop in loops) await Should.ThrowAsync<OperationCanceledException>(loop);
    }

    [Fact]
    public async Task Run_AllWhoseTurnItIsDoNotRead_TheOthersAreSentToAllTheSame()
    {
        using var gone = new CancellationTokenSource();
        var clients = Enumerable.Range(0, LiveFrame.MaxAtATime + 5).Select(_ => new RecordingClient()).ToArray();
        var (viewers, loops) = Run(clients, gone.Token);
        await Task.WhenAll(clients.Select(c => c.WaitForAsync(1))).InTimeAsync();
        foreach (var client in clients[..LiveFrame.MaxAtATime]) client.Block();

        var frame = Frame(1);
        foreach (var viewer in viewers) viewer.Offer(frame);

        await Task.WhenAll(clients[LiveFrame.MaxAtATime..].Select(c => c.WaitForAsync(2))).InTimeAsync();
        foreach (var client in clients[..LiveFrame.MaxAtATime]) client.Unblock();
        await Task.WhenAll(clients[..LiveFrame.MaxAtATime].Select(c => c.WaitForAsync(2))).InTimeAsync();
        await gone.CancelAsync();
        foreach (var loop in loops) await Should.ThrowAsync<OperationCanceledException>(loop);
    }

    private static (Viewer[] Viewers, Task[] Loops) Run(RecordingClient[] clients, CancellationToken gone)
    {
        Viewer[] viewers = [.. clients.Select(c => new Viewer(c.WriteAsync, () => Frame(sequence: -1), TimeProvider.System))];
        return (viewers, [.. viewers.Select(v => v.RunAsync(gone))]);
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
            BeyondScale = 0,
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
        private readonly SemaphoreSlim _begun = new(0);
        private readonly SemaphoreSlim _received = new(0);
        private readonly List<long> _sequences = [];
        private TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _awaited;
        private int _awaitedWrites;

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

        public async Task WaitForWriteAsync(int count)
        {
            for (; _awaitedWrites < count; _awaitedWrites++) await _begun.WaitAsync();
        }

        public async ValueTask WriteAsync(LiveFrame frame)
        {
            var call = frame.Calls.Single(c => c.Target == nameof(IDashboardClient.ReceiveMetricsUpdate));
            var gate = _gate.Task;
            _begun.Release();
            await gate;
            lock (_sequences) _sequences.Add(((DashboardMetricsDto)call.Arguments[0]!).Sequence);
            _received.Release();
        }
    }
}
