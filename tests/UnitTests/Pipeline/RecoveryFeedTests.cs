using Dashboard.Application.Common;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Dashboard.UnitTests.Pipeline;

public sealed class RecoveryFeedTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(TestData.Time);
    private readonly FlowCounters _flow = new();
    private readonly RecoveryState _state = new();
    private readonly IMediator _mediator = Substitute.For<IMediator>();
    private readonly TransactionQueue _queue = new(Options.Create(new ProcessingOptions()));

    private readonly NodeIdentity _node = new();

    public RecoveryFeedTests() => _node.Join(OrderedId.FirstAt(TestData.Time), isAlone: true, [0]);

    public void Dispose()
    {
        _queue.Dispose();
        _node.Dispose();
    }

    [Fact]
    public async Task Execute_StoreAwayInTheMiddle_GoesOnBehindTheLastOneTakenUp()
    {
        var reader = new FailingOnce(
            [TestData.Transaction(), TestData.Transaction(), TestData.Transaction().Start(), TestData.Transaction()], failAfter: 2);
        using var feed = Feed(reader, ProcessingMode.Simulated);
        await feed.StartAsync(CancellationToken.None);

        await Poll.UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(2));
            return feed.ExecuteTask!.IsCompleted;
        });

        _state.IsComplete.ShouldBeTrue();
        _flow.Snapshot().Recovered.ShouldBe(4);
        reader.Asked.ShouldBe(2);
    }

    [Fact]
    public async Task Execute_ExternalGateway_TakesUpWhatWaitsForItsOutcomeWithoutAskingAgain()
    {
        var reader = new FailingOnce([TestData.Transaction().Start(), TestData.Transaction()], failAfter: int.MaxValue);
        using var feed = Feed(reader, ProcessingMode.External);

        await feed.StartAsync(CancellationToken.None);
        await feed.ExecuteTask!.InTimeAsync();

        var flow = _flow.Snapshot();
        (flow.Recovered, flow.InFlight, flow.Queued).ShouldBe((2, 1, 1));
        await _mediator.Received(1).Publish(Arg.Any<TransactionStarted>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Execute_NodeOfACluster_TakesUpTheTransactionsOfItsSlotsOnly()
    {
        var unfinished = ((int[])[3, 4, 5])
            .Select(slot => TestData.Transaction(id: new TransactionId(new OrderedIds(_clock, slot).Next()))).ToArray();
        _node.Join(OrderedId.FirstAt(TestData.Time), isAlone: false, [3, 5]);
        using var feed = Feed(new FailingOnce(unfinished, failAfter: int.MaxValue), ProcessingMode.Simulated);

        await feed.StartAsync(CancellationToken.None);
        await feed.ExecuteTask!.InTimeAsync();

        _flow.Snapshot().Recovered.ShouldBe(2);
    }

    private RecoveryFeed Feed(IStoredTransactions reader, ProcessingMode mode) => new(
        reader, new RecoveryEntry(_queue, _flow, _mediator, Options.Create(new ProcessingOptions { Mode = mode })), _state, _node, _clock,
        NullLogger<RecoveryFeed>.Instance);

    private sealed class FailingOnce(Transaction[] unfinished, int failAfter) : IStoredTransactions
    {
        public int Asked { get; private set; }

        public Task<OrderedId?> HighestIdAsync(CancellationToken cancellationToken) =>
            Task.FromResult<OrderedId?>(unfinished[^1].Id.Ordered);

        public async IAsyncEnumerable<Transaction> UnfinishedAsync(
            TransactionId after, TransactionId upTo, IReadOnlyCollection<int>? slots,
                [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Asked++;
            await Task.Yield();
            var given = 0;
            foreach (var transaction in unfinished.Where(
                t => t.Id > after && t.Id <= upTo && slots?.Contains(t.Id.Ordered.Slot) != false))
            {
                if (given++ == failAfter && Asked == 1) throw new IOException("The store is away.");
                yield return transaction;
            }
        }

        public Task<Transaction?> FindAsync(TransactionId id, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
