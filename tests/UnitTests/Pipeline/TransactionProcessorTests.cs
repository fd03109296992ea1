using Dashboard.Application.Common;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Dashboard.UnitTests.Pipeline;

public sealed class TransactionProcessorTests : IDisposable
{
    private readonly IPaymentGateway _gateway = Substitute.For<IPaymentGateway>();
    private readonly IMediator _mediator = Substitute.For<IMediator>();
    private readonly FlowCounters _flow = new();
    private readonly ITransactionStore _store = Substitute.For<ITransactionStore>();
    private readonly FakeTimeProvider _clock = new(TestData.Time);
    private Transaction? _handedOver;

    private readonly EndedTransactions _endings;

    public TransactionProcessorTests()
    {
        _endings = new(
            _flow, _mediator, new UncleanEnd(), Substitute.For<IHostApplicationLifetime>(), NullLogger<EndedTransactions>.Instance);
        _store.WhenForAnyArgs(s => s.EndAsync(default!)).Do(call => _handedOver = call.Arg<Transaction>());
    }

    public void Dispose() => _endings.Dispose();

    [Fact]
    public async Task RunAsync_EndNotCommitted_IsNeitherCountedNorPublished()
    {
        _gateway.ProcessAsync(default!, default).ReturnsForAnyArgs(new GatewayOutcome(null));

        await StartAsync(TestData.Transaction());

        _handedOver!.Status.ShouldBe(TransactionStatus.Completed);
        _flow.Snapshot().InFlight.ShouldBe(1);
        await _mediator.DidNotReceiveWithAnyArgs().Publish(default(TransactionCompleted)!, default);
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

    // To the end, as if the commit followed.
    private async Task RunAsync(Transaction transaction, CancellationToken abandoned = default)
    {
        await StartAsync(transaction, abandoned);
        if (_handedOver is { } ended) await _endings.CountAsync(new CommittedEnd(ended, ended));
    }

    private Task StartAsync(Transaction transaction, CancellationToken abandoned = default)
    {
        _flow.Received(accepted: 1, duplicates: 0, rejected: 0);
        return new TransactionProcessor(_gateway, _store, _endings, _mediator, _flow, _clock, NullLogger<TransactionProcessor>.Instance)
            .RunAsync(transaction, abandoned);
    }
}
