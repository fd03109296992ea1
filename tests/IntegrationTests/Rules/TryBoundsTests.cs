using System.Net;
using Dashboard.Application.Rules.Lab;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Rules;

/// <summary>Tries are bounded in number and in time, and end with their caller.</summary>
public sealed class TryBoundsTests : HostTest
{
    private readonly WaitingScan _scan = new();

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Rules:ConcurrentTries"] = "2",
        ["Rules:TryTimeout"] = "00:00:02",
    };

    protected override Action<IServiceCollection>? Replace => services => services.AddSingleton<IPaymentScan>(_scan);

    [Fact]
    public async Task A_third_try_is_refused_and_a_caller_that_hangs_up_frees_its_slot()
    {
        _scan.Begin();
        using var hangUp = new CancellationTokenSource();
        var first = PostAsync(hangUp.Token);
        var second = PostAsync(hangUp.Token);
        await _scan.WaitForAsync(2);

        using var third = await PostAsync(default);

        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        third.Headers.RetryAfter.ShouldNotBeNull();
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(Task.WhenAll(first, second));
        await Poll.UntilAsync(() => Task.FromResult(_scan.Running), running => running == 0);
    }

    [Fact]
    public async Task A_try_that_takes_too_long_is_cut_off()
    {
        _scan.Begin();

        using var response = await PostAsync(default);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
        _scan.Running.ShouldBe(0);
    }

    private Task<HttpResponseMessage> PostAsync(CancellationToken cancellationToken) => Host.Client.PostAsync(
        "/api/v1/rules/try", ApiCalls.JsonBody("""{"expression":"amount > 1 EUR"}"""), cancellationToken);

    // Reads until it is told to stop, once it has begun: the start of the program reads an empty store.
    private sealed class WaitingScan : IPaymentScan
    {
        private readonly SemaphoreSlim _begun = new(0);
        private volatile bool _isWaiting;
        private int _running;

        public void Begin() => _isWaiting = true;

        public int Running => Volatile.Read(ref _running);

        public async Task WaitForAsync(int scans)
        {
            for (var i = 0; i < scans; i++) (await _begun.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue();
        }

        public async Task<long?> PageAsync(long first, long before, Action<StoredPayment> look, CancellationToken cancellationToken)
        {
            if (!_isWaiting) return null;
            Interlocked.Increment(ref _running);
            _begun.Release();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                return null;
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        }

        public Task<long?> IdBeforeAsync(long id, int payments, CancellationToken cancellationToken) => Task.FromResult<long?>(null);
    }
}
