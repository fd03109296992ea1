using Dashboard.Application.Ingest;
using Dashboard.Application.Pipeline;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Ingest;

/// <summary>The bounds of the calls around what they do (docs/adr/0011).</summary>
internal static class IngestFilters
{
    /// <summary>A call that cannot be read is received and rejected, as one, whatever it may have held.</summary>
    public static RouteGroupBuilder CountUnreadable(this RouteGroupBuilder group) => group.AddEndpointFilterFactory((factory, next) =>
    {
        var flow = factory.ApplicationServices.GetRequiredService<FlowCounters>();
        return async context =>
        {
            try
            {
                return await next(context);
            }
            // A chunk size beyond all numbers is an IOException of the server and no BadHttpRequestException.
            // Another media type is no call of this kind; the router turns most of them away before they come here.
            catch (IOException exception) when (exception is not BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType })
            {
                flow.Received(accepted: 0, duplicates: 0, rejected: 1);
                if (!context.HttpContext.Response.HasStarted)
                    throw exception as BadHttpRequestException ?? new BadHttpRequestException("The body cannot be read.", StatusCodes.Status400BadRequest, exception);
                // In the middle of a stream there is no other way left to say it.
                context.HttpContext.Abort();
                return Results.Empty;
            }
        };
    });

    /// <summary>So many calls at once, until their answers are sent. Others wait for a place, and are refused after their patience.</summary>
    public static RouteHandlerBuilder WithPlaces(this RouteHandlerBuilder endpoint, Func<IngestOptions, int> places) =>
        endpoint.AddEndpointFilterFactory((factory, next) =>
        {
            var flow = factory.ApplicationServices.GetRequiredService<FlowCounters>();
            var options = factory.ApplicationServices.GetRequiredService<IOptions<IngestOptions>>().Value;
            var free = new SemaphoreSlim(places(options));
            return async context =>
            {
                if (!await free.WaitAsync(options.Patience, context.HttpContext.RequestAborted))
                {
                    flow.Refused(1);
                    return IngestProblems.For(context.HttpContext, new IngestResult(IngestOutcome.RefusedBusy, null, new Dictionary<string, string>()));
                }

                context.HttpContext.Response.RegisterForDispose(new Place(free));
                return await next(context);
            };
        });

    /// <summary>A call that is not over in time is cut off: while it is read with an answer, while it is answered without one.</summary>
    public static RouteHandlerBuilder WithTimeout(this RouteHandlerBuilder endpoint, Func<IngestOptions, TimeSpan> timeout) =>
        endpoint.AddEndpointFilterFactory((factory, next) =>
        {
            var clock = factory.ApplicationServices.GetRequiredService<TimeProvider>();
            var limit = timeout(factory.ApplicationServices.GetRequiredService<IOptions<IngestOptions>>().Value);
            return async context =>
            {
                var http = context.HttpContext;
                http.Response.RegisterForDispose(clock.CreateTimer(_ => CutOff(http), null, limit, limit));
                try
                {
                    return await next(context);
                }
                catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
                {
                    throw new BadHttpRequestException($"The body was not complete within {limit}.", StatusCodes.Status408RequestTimeout);
                }
            };
        });

    private static void CutOff(HttpContext http)
    {
        if (http.Response.HasStarted) http.Abort();
        else http.Request.BodyReader.CancelPendingRead();
    }

    private sealed class Place(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
