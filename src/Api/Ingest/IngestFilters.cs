using Dashboard.Api.Common;
using Dashboard.Api.Ingest.Streams;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Ingest;

/// <summary>The bounds of the calls that bring transactions (docs/adr/0011).</summary>
internal static class IngestFilters
{
    /// <summary>Rejects a call whose body breaks off or cannot be read.</summary>
    public static RouteGroupBuilder RejectUnreadable(this RouteGroupBuilder group) => group.AddEndpointFilterFactory((factory, next) =>
    {
        var gate = factory.ApplicationServices.GetRequiredService<IngestGate>();
        return async context =>
        {
            try
            {
                return await next(context);
            }
            // A chunk size out of range is an IOException of the server, and not a BadHttpRequestException.
            // A call of another media type brings no transactions; the router refuses most of them before they come here.
            // A compressed body that cannot be inflated is an InvalidDataException.
            catch (Exception exception)
                when (exception is IOException or InvalidDataException
                    && exception is not BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType })
            {
                var rejected = await gate.RejectCallAsync("body", "cannot be read");
                if (context.HttpContext.Response.HasStarted)
                {
                    // In the middle of a stream of answers, closing the connection is the only sign left.
                    context.HttpContext.Abort();
                    return Results.Empty;
                }

                if (exception is BadHttpRequestException) throw;
                return IngestRefusals.For(rejected);
            }
        };
    });

    /// <summary>Bounds how many calls run at once, until their answers are sent. Others wait for a slot, for <c>Ingest:Patience</c> at
    /// most.</summary>
    public static RouteHandlerBuilder WithSlots(this RouteHandlerBuilder endpoint, Func<IngestOptions, int> slots) =>
        endpoint.AddEndpointFilterFactory((factory, next) =>
        {
            var gate = factory.ApplicationServices.GetRequiredService<IngestGate>();
            var options = factory.ApplicationServices.GetRequiredService<IOptions<IngestOptions>>().Value;
            var free = new SemaphoreSlim(slots(options));
            return async context =>
            {
                if (!await free.WaitAsync(options.Patience, context.HttpContext.RequestAborted))
                {
                    await gate.RefuseCallAsync();
                    return Refusals.IngestSlotsTaken.With();
                }

                context.HttpContext.Response.RegisterForDispose(new Slot(free));
                return await next(context);
            };
        });

    /// <summary>Bounds how many streams are open at once, until their answers are sent.</summary>
    public static RouteHandlerBuilder WithStreamSlot(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilterFactory((factory, next) =>
        {
            var gate = factory.ApplicationServices.GetRequiredService<IngestGate>();
            var slots = factory.ApplicationServices.GetRequiredService<StreamSlots>();
            return async context =>
            {
                if (await slots.TakeAsync(context.HttpContext) is not { } slot)
                {
                    await gate.RefuseCallAsync();
                    return Refusals.IngestSlotsTaken.With();
                }

                context.HttpContext.Response.RegisterForDispose(slot);
                context.HttpContext.Features.Set(slot);
                return await next(context);
            };
        });

    /// <summary>Receives the whole body before the call goes on, and ends a call whose body comes too slowly.</summary>
    public static RouteHandlerBuilder WithWholeBody(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilterFactory((factory, next) =>
        {
            var gate = factory.ApplicationServices.GetRequiredService<IngestGate>();
            var bodies = factory.ApplicationServices.GetRequiredService<BatchBodies>();
            return async context =>
            {
                var http = context.HttpContext;
                if (await bodies.ReceiveAsync(http, () => CutOff(http))) return await next(context);
                await gate.RefuseCallAsync();
                return Refusals.BodiesBusy.With();
            };
        });

    /// <summary>Ends a call that takes too long: with an answer while its body is read, without one while the answer is sent.</summary>
    public static RouteHandlerBuilder WithTimeout(this RouteHandlerBuilder endpoint, Func<IngestOptions, TimeSpan> timeout) =>
        endpoint.AddEndpointFilterFactory((factory, next) =>
        {
            var clock = factory.ApplicationServices.GetRequiredService<TimeProvider>();
            var limit = timeout(factory.ApplicationServices.GetRequiredService<IOptions<IngestOptions>>().Value);
            return async context =>
            {
                var http = context.HttpContext;
                http.Response.RegisterForDispose(clock.CreateTimer(_ => CutOff(http), null, limit, limit));
                return await next(context);
            };
        });

    private static void CutOff(HttpContext http)
    {
        if (http.Response.HasStarted) http.Abort();
        else http.Request.BodyReader.CancelPendingRead();
    }

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
