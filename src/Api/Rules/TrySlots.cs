using Dashboard.Api.Common;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Rules.Lab;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Rules;

/// <summary>Bounds the tries of rules: how many run at once, and how long each may take.</summary>
internal sealed class TrySlots(IOptions<RuleOptions> options, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.ConcurrentTries);

    /// <summary>Runs a try. It gets 429 without a slot, and 503 when it takes too long. A caller that hangs up ends it.</summary>
    public async Task AnswerAsync(HttpContext context, RequestDelegate answer)
    {
        // Without waiting: a try takes seconds, and its caller can ask again.
        if (!await _free.WaitAsync(TimeSpan.Zero, context.RequestAborted))
        {
            await Refusals.TriesBusy.With().ExecuteAsync(context);
            return;
        }

        var aborted = context.RequestAborted;
        using var tooLong = new CancellationTokenSource(options.Value.TryTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, tooLong.Token);
        context.RequestAborted = either.Token;
        try
        {
            await answer(context);
        }
        catch (OperationCanceledException) when (tooLong.IsCancellationRequested && !context.Response.HasStarted)
        {
            context.RequestAborted = aborted;
            await Refusals.TryTooSlow.With().ExecuteAsync(context);
        }
        finally
        {
            context.RequestAborted = aborted;
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}

internal static class TrySlotEndpoints
{
    /// <summary>Bounds an endpoint that runs a rule over stored payments.</summary>
    public static RouteHandlerBuilder WithTrySlot(this RouteHandlerBuilder endpoint)
    {
        endpoint.Add(builder =>
        {
            var answer = builder.RequestDelegate!;
            builder.RequestDelegate = context => context.RequestServices.GetRequiredService<TrySlots>().AnswerAsync(context, answer);
        });
        return endpoint.Refuses(Refusals.TriesBusy, Refusals.TryTooSlow, Refusals.StoreAway);
    }
}
