using Dashboard.Application.Pipeline;
using Microsoft.Extensions.Options;

namespace Dashboard.UnitTests.Pipeline;

public sealed class TransactionQueueTests
{
    private const int Capacity = 5_000;

    private readonly TransactionQueue _queue = new(Options.Create(new ProcessingOptions { QueueCapacity = Capacity }));

    [Fact]
    public async Task ReserveAsync_Full_WaitsUntilOneIsTaken()
    {
        using var all = await _queue.ReserveAsync(Capacity, TestContext.Current.CancellationToken);
        all.Enqueue([.. Enumerable.Range(0, Capacity).Select(_ => TestData.Transaction())]);

        var waiting = _queue.ReserveAsync(1, TestContext.Current.CancellationToken);
        waiting.IsCompleted.ShouldBeFalse();
        await using var reader = _queue.ReadAllAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(
            TestContext.Current.CancellationToken);
        await reader.MoveNextAsync();

        (await waiting.InTimeAsync()).Dispose();
    }

    [Fact]
    public async Task Dispose_PlacesNotFilled_AreFreeAgain()
    {
        (await _queue.ReserveAsync(Capacity, TestContext.Current.CancellationToken)).Dispose();

        _queue.ReserveAsync(Capacity, TestContext.Current.CancellationToken).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task ReserveAsync_Cancelled_GivesBackWhatItHad()
    {
        var held = await _queue.ReserveAsync(Capacity - 10, TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource();
        var waiting = _queue.ReserveAsync(20, cancel.Token);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        held.Dispose();

        _queue.ReserveAsync(Capacity, TestContext.Current.CancellationToken).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Enqueue_MoreThanReserved_Throws()
    {
        using var room = await _queue.ReserveAsync(1, TestContext.Current.CancellationToken);

        Should.Throw<InvalidOperationException>(() => room.Enqueue([TestData.Transaction(), TestData.Transaction()]));
    }
}
