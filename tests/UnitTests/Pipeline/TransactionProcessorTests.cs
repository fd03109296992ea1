using Dashboard.Application.Pipeline;
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
    private readonly FakeTimeProvider _clock = new(TestData.Time);

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

    private Task RunAsync(Transaction transaction, CancellationToken abandoned = default)
    {
        _flow.Received(accepted: 1, duplicates: 0, rejected: 0);
        return new TransactionProcessor(_gateway, _mediator, _flow, _clock, NullLogger<TransactionProcessor>.Instance).RunAsync(
            transaction, abandoned);
    }
}
