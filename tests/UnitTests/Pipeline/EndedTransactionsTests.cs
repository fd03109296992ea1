using Dashboard.Application.Common;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Dashboard.UnitTests.Pipeline;

public sealed class EndedTransactionsTests : IDisposable
{
    private readonly IMediator _mediator = Substitute.For<IMediator>();
    private readonly IHostApplicationLifetime _lifetime = Substitute.For<IHostApplicationLifetime>();
    private readonly FlowCounters _flow = new();
    private readonly UncleanEnd _end = new();
    private readonly EndedTransactions _ended;

    public EndedTransactionsTests() =>
        _ended = new EndedTransactions(_flow, _mediator, _end, _lifetime, NullLogger<EndedTransactions>.Instance);

    public void Dispose() => _ended.Dispose();

    [Fact]
    public async Task Post_EndsOfACommit_ArePublishedInTheirOrderAndCounted()
    {
        var (first, second) = (TestData.Completed(), Failed());
        await TakeInAsync(2);
        await _ended.StartAsync(CancellationToken.None);

        _ended.Post([new(first, first), new(second, second)]);
        await _ended.DrainAsync().InTimeAsync();

        Received.InOrder(() =>
        {
            _mediator.Publish(new TransactionCompleted(first), Arg.Any<CancellationToken>());
            _mediator.Publish(new TransactionCompleted(second), Arg.Any<CancellationToken>());
        });
        var flow = _flow.Snapshot();
        (flow.Completed, flow.Failed, flow.InFlight).ShouldBe((1, 1, 0));
        await _ended.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Count_AnotherNodeEndedIt_IsHandedOverAndNotPublished()
    {
        await TakeInAsync(1);

        await _ended.CountAsync(new(TestData.Completed(), Failed()));

        var flow = _flow.Snapshot();
        (flow.InFlight, flow.Completed, flow.HandedOver).ShouldBe((0, 0, 1));
        await _mediator.DidNotReceiveWithAnyArgs().Publish(default(TransactionCompleted)!, default);
    }

    [Fact]
    public async Task Count_NotStored_StaysInFlight()
    {
        await TakeInAsync(1);

        await _ended.CountAsync(new(TestData.Completed(), Stored: null));

        _flow.Snapshot().InFlight.ShouldBe(1);
        await _mediator.DidNotReceiveWithAnyArgs().Publish(default(TransactionCompleted)!, default);
    }

    [Fact]
    public async Task Count_AListenerThrows_StopsTheProgram()
    {
        await TakeInAsync(1);
        _mediator.Publish(default(TransactionCompleted)!, default).ThrowsAsyncForAnyArgs(new InvalidOperationException("no figures"));
        var ended = TestData.Completed();

        await _ended.CountAsync(new(ended, ended));

        _lifetime.Received().StopApplication();
        _end.Reason!.ShouldContain(ended.Id.ToString());
    }

    private static Transaction Failed() => TestData.Transaction().Start().Fail(TestData.Time, TimeSpan.Zero, "do_not_honor");

    private async Task TakeInAsync(int count)
    {
        _flow.Received(accepted: count, duplicates: 0, rejected: 0);
        for (var i = 0; i < count; i++)
        {
            _flow.Started();
            await _ended.ReserveAsync();
        }
    }
}
