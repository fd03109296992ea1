using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Dashboard.UnitTests.Pipeline;

public sealed class TransactionProcessorTests
{
    private readonly IPaymentGateway _gateway = Substitute.For<IPaymentGateway>();
    private readonly IMediator _mediator = Substitute.For<IMediator>();
    private readonly FlowCounters _flow = new();
    private readonly ITransactionStore _store = Substitute.For<ITransactionStore>();
    private readonly FakeTimeProvider _clock = new(TestData.Time);

    public TransactionProcessorTests() => _store.EndAsync(default!, default).ReturnsForAnyArgs(
        call => Task.FromResult(Task.FromResult(call.Arg<Transaction>())));

    [Fact]
    public async Task RunAsync_EndNotCommitted_IsNeitherCountedNorPublished()
    {
        var commit = new TaskCompletionSource<Transaction>();
        Transaction? handedOver = null;
        _gateway.ProcessAsync(default!, default).ReturnsForAnyArgs(new GatewayOutcome(null));
        _store.EndAsync(default!, default).ReturnsForAnyArgs(call =>
        {
            handedOver = call.Arg<Transaction>();
            return Task.FromResult(commit.Task);
        });

        var rest = await StartAsync(TestData.Transaction());

        _flow.Snapshot().InFlight.ShouldBe(1);
        await _mediator.DidNotReceiveWithAnyArgs().Publish(default(TransactionCompleted)!, default);
        commit.SetResult(handedOver!);
        await rest.InTimeAsync();
        _flow.Snapshot().Completed.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_AnotherNodeEndedIt_IsHandedOverAndNotPublished()
    {
        _gateway.ProcessAsync(default!, default).ReturnsForAnyArgs(new GatewayOutcome(null));
        _store.EndAsync(default!, default).ReturnsForAnyArgs(
            Task.FromResult(Task.FromResult(TestData.Transaction().Start().Fail(TestData.Time, TimeSpan.Zero, "expired_card"))));

        await RunAsync(TestData.Transaction());

        var flow = _flow.Snapshot();
        (flow.InFlight, flow.Completed, flow.Failed, flow.HandedOver).ShouldBe((0, 0, 0, 1));
        await _mediator.DidNotReceiveWithAnyArgs().Publish(default(TransactionCompleted)!, default);
    }

    [Fact]
    public async Task RunAsync_ProgramStopsBeforeTheCommit_LeavesItUnfinished()
    {
        _gateway.ProcessAsync(default!, default).ReturnsForAnyArgs(new GatewayOutcome(null));
        _store.EndAsync(default!, default).ReturnsForAnyArgs(
            _ => Task.FromResult(Task.FromException<Transaction>(new StoreClosedException())));

        await RunAsync(TestData.Transaction());

        _flow.Snapshot().InFlight.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_GatewaySucceeds_PublishesStartedThenCompletedWithItsTime()
    {
        _gateway.ProcessAsync(default!, default).ReturnsForAnyArgs(_ =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(321));
            return new GatewayOutcome(null);
        });

        await RunAsync(TestData.Transaction());

        Received.InOrder(() =>
        {
            _mediator.Publish(
                Arg.Is<TransactionStarted>(e => e.Transaction.Status == TransactionStatus.Processing), Arg.Any<CancellationToken>());
            _mediator.Publish(
                Arg.Is<TransactionCompleted>(e => e.Transaction.Status == TransactionStatus.Completed
                    && e.Transaction.ProcessingTime == TimeSpan.FromMilliseconds(321)
                    && e.Transaction.CompletedAt == TestData.Time.AddMilliseconds(321)),
                Arg.Any<CancellationToken>());
        });
        _flow.Snapshot().Completed.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_GatewayRefuses_FailsWithItsReason()
    {
        _gateway.ProcessAsync(default!, default).ReturnsForAnyArgs(new GatewayOutcome("expired_card"));

        await RunAsync(TestData.Transaction());

        await _mediator.Received().Publish(
            Arg.Is<TransactionCompleted>(e => e.Transaction.FailureReason == "expired_card"), Arg.Any<CancellationToken>());
        _flow.Snapshot().Failed.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_GatewayThrows_EndsAsFailed()
    {
        _gateway.ProcessAsync(default!, default).ThrowsAsyncForAnyArgs(new InvalidOperationException("no line"));

        await RunAsync(TestData.Transaction());

        await _mediator.Received().Publish(
            Arg.Is<TransactionCompleted>(e => e.Transaction.FailureReason == TransactionProcessor.GatewayError),
                Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task RunAsync_OutcomeReportedLater_StaysInFlight()
    {
        _gateway.ProcessAsync(default!, default).ReturnsForAnyArgs(default(GatewayOutcome?));

        await RunAsync(TestData.Transaction());

        await _mediator.DidNotReceiveWithAnyArgs().Publish(default(TransactionCompleted)!, default);
        _flow.Snapshot().InFlight.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_Recovered_GoesOnFromProcessing()
    {
        _gateway.ProcessAsync(default!, default).ReturnsForAnyArgs(new GatewayOutcome(null));

        await RunAsync(TestData.Transaction().Start());

        await _mediator.Received().Publish(
            Arg.Is<TransactionCompleted>(e => e.Transaction.Status == TransactionStatus.Completed), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task RunAsync_StopGivesUp_LeavesItUnfinished()
    {
        using var abandon = new CancellationTokenSource();
        _gateway.ProcessAsync(default!, default).ReturnsForAnyArgs(async Task<GatewayOutcome?> (call) =>
        {
            await abandon.CancelAsync();
            call.ArgAt<CancellationToken>(1).ThrowIfCancellationRequested();
            return new GatewayOutcome(null);
        });

        await Should.ThrowAsync<OperationCanceledException>(RunAsync(TestData.Transaction(), abandon.Token));

        await _mediator.DidNotReceiveWithAnyArgs().Publish(default(TransactionCompleted)!, default);
    }

    private async Task RunAsync(Transaction transaction, CancellationToken abandoned = default) =>
        await await StartAsync(transaction, abandoned);

    private Task<Task> StartAsync(Transaction transaction, CancellationToken abandoned = default)
    {
        _flow.Received(accepted: 1, duplicates: 0, rejected: 0);
        return new TransactionProcessor(_gateway, _store, _mediator, _flow, _clock, NullLogger<TransactionProcessor>.Instance).RunAsync(
            transaction, abandoned);
    }
}
