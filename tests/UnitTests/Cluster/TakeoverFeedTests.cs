using Dashboard.Application.Cluster;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Dashboard.UnitTests.Cluster;

public sealed class TakeoverFeedTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _clock = new(TestData.Time);
    private readonly INodes _nodes = Substitute.For<INodes>();
    private readonly IStoredTransactions _stored = Substitute.For<IStoredTransactions>();
    private readonly RecoveryState _state = new();
    private readonly FlowCounters _flow = new();
    private readonly TransactionQueue _queue = new(Options.Create(new ProcessingOptions()));
    private readonly TakeoverFeed _feed;

    public TakeoverFeedTests()
    {
        var processing = Options.Create(new ProcessingOptions());
        var entry = new RecoveryEntry(_queue, _flow, Substitute.For<IMediator>(), processing);
        _feed = new TakeoverFeed(
            _nodes, _stored, entry, _state, new EndsElsewhere(_nodes, _flow, processing),
            Options.Create(new ClusterOptions { Enabled = true, Lease = Lease }), _clock, NullLogger<TakeoverFeed>.Instance);
        _nodes.TakeOverAsync(default, default).ReturnsForAnyArgs(new TakenSlots([], []));
        _state.Complete();
    }

    public void Dispose()
    {
        _feed.Dispose();
        _queue.Dispose();
    }

    [Fact]
    public async Task Look_TakenSlots_TakesUpTheirTransactionsAndCountsThem()
    {
        _nodes.TakeOverAsync(default, default).ReturnsForAnyArgs(new TakenSlots([3], []));
        _stored.UnfinishedAsync(default, default, default, default)
            .ReturnsForAnyArgs(Given(TestData.Transaction(), TestData.Transaction().Start()));

        await _feed.TryLookAsync(CancellationToken.None);

        _flow.Snapshot().TakenIn.ShouldBe(2);
        _state.IsComplete.ShouldBeTrue();
    }

    [Fact]
    public async Task Look_StoreAwayBefore_DeclaresNoNodeDeadForALease()
    {
        _clock.Advance(2 * Lease);
        await _feed.TryLookAsync(CancellationToken.None);
        await _nodes.Received(1).TakeOverAsync(true, Arg.Any<CancellationToken>());
        _nodes.TakeOverAsync(default, default).ThrowsAsyncForAnyArgs(new IOException("The store is away."));
        await _feed.TryLookAsync(CancellationToken.None);
        _nodes.TakeOverAsync(default, default).ReturnsForAnyArgs(new TakenSlots([], []));
        _nodes.ClearReceivedCalls();

        _clock.Advance(Lease);
        await _feed.TryLookAsync(CancellationToken.None);
        await _nodes.Received(1).TakeOverAsync(false, Arg.Any<CancellationToken>());
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _feed.TryLookAsync(CancellationToken.None);

        await _nodes.Received(1).TakeOverAsync(true, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Look_StartNotComplete_WaitsForIt()
    {
        _state.Begin();

        await _feed.TryLookAsync(CancellationToken.None);

        await _nodes.DidNotReceiveWithAnyArgs().TakeOverAsync(default, default);
    }

    private static async IAsyncEnumerable<Transaction> Given(params Transaction[] transactions)
    {
        await Task.Yield();
        foreach (var transaction in transactions) yield return transaction;
    }
}
