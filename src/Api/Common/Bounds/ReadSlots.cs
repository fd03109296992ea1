using Dashboard.Api.Common.Description;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Common.Bounds;

/// <summary>Bounds the calls that read the store: how many run at once, and how long each of them may take.</summary>
internal sealed class ReadSlots(IOptions<ServerOptions> options, TimeProvider clock) : IDisposable
{
    // One of them counts; the other waits for it.
    private const int MaxReconciliations = 2;

    private readonly SemaphoreSlim _reads = new(options.Value.MaxReads);
    private readonly SemaphoreSlim _reconciliations = new(MaxReconciliations);

    /// <summary>Answers a question in a slot. It gets 429 without a slot, and 503 when it takes too long.</summary>
    public async Task AnswerAsync(HttpContext context, RequestDelegate answer)
    {
        if (!await TryTakeAsync(_reads, context)) return;
        var aborted = context.RequestAborted;
        using var tooLong = new CancellationTokenSource(options.Value.ReadTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, tooLong.Token);
        context.RequestAborted = either.Token;
        try
        {
            await answer(context);
        }
        catch (OperationCanceledException) when (tooLong.IsCancellationRequested && !context.Response.HasStarted)
        {
            context.RequestAborted = aborted;
            await Refusals.ReadTooSlow.With().ExecuteAsync(context);
        }
        finally
        {
            context.RequestAborted = aborted;
            _reads.Release();
        }
    }

    /// <summary>Answers a recount, which reads the store page by page for as long as it needs. It gets 429 without a slot.</summary>
    public async Task ReconcileAsync(HttpContext context, RequestDelegate answer)
    {
        if (!await TryTakeAsync(_reconciliations, context)) return;
        try
        {
            await answer(context);
        }
        finally
        {
            _reconciliations.Release();
        }
    }

    public void Dispose()
    {
        _reads.Dispose();
        _reconciliations.Dispose();
    }

    // Waiting callers are served in the order in which they came.
    private async Task<bool> TryTakeAsync(SemaphoreSlim slots, HttpContext context)
    {
        if (await slots.WaitAsync(options.Value.ReadPatience, context.RequestAborted)) return true;
        await Refusals.ReadsBusy.With().ExecuteAsync(context);
        return false;
    }
}

internal static class ReadSlotEndpoints
{
    /// <summary>Bounds an endpoint that reads the store.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="bound">The kind of bound.</param>
    public static RouteHandlerBuilder WithReadSlot(
        this RouteHandlerBuilder endpoint, Func<ReadSlots, Func<HttpContext, RequestDelegate, Task>>? bound = null)
    {
        endpoint.Add(builder =>
        {
            var answer = builder.RequestDelegate!;
            builder.RequestDelegate = context =>
            {
                var slots = context.RequestServices.GetRequiredService<ReadSlots>();
                return (bound?.Invoke(slots) ?? slots.AnswerAsync)(context, answer);
            };
        });
        return endpoint.Refuses(Refusals.ReadsBusy, Refusals.ReadTooSlow);
    }
}
