using Dashboard.Api.Common.Bounds;
using Dashboard.Application.Live;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Live.Bounds;

/// <summary>Bounds the connections that were negotiated and are not connected yet.</summary>
/// <remarks>
/// Each one holds memory until it connects or expires. At the bound, a negotiation keeps nothing: it offers WebSockets alone, with a token
/// that the server does not have to know. So a flood of negotiations keeps no client with WebSockets away.
/// </remarks>
internal sealed class Negotiations(IOptions<LiveOptions> options, RefusalCounts refusals, TimeProvider clock)
{
    private const string Id = "id";
    private const string StatelessToken = "websocket";

    private static readonly string[] BothFormats = [nameof(TransferFormat.Text), nameof(TransferFormat.Binary)];

    // The server looks for expired connections once a second.
    private static readonly TimeSpan ScanInterval = TimeSpan.FromSeconds(2);

    // Slows down a caller that negotiates without end, and is hardly noticed by any other.
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _lifetime = options.Value.NegotiationTimeout + ScanInterval;
    private readonly Lock _lock = new();
    private readonly Queue<long> _pending = [];

    /// <summary>Answers a negotiation: with a connection that waits for its client, or at the bound without one.</summary>
    public async Task NegotiateAsync(HttpContext context, RequestDelegate negotiate)
    {
        if (TryAdd())
        {
            await negotiate(context);
            return;
        }

        refusals.Add("negotiations_full", "websockets_only");
        await Task.Delay(Delay, clock, context.RequestAborted);
        var version = context.Request.Query["negotiateVersion"] == "1" ? 1 : 0;
        await context.Response.WriteAsJsonAsync(new
        {
            negotiateVersion = version,
            connectionId = StatelessToken,
            connectionToken = StatelessToken,
            availableTransports = new[] { new { transport = nameof(HttpTransportType.WebSockets), transferFormats = BothFormats } },
        });
    }

    /// <summary>Turns a WebSocket with the token of such a negotiation into one without a negotiation.</summary>
    public static void ForgetStatelessToken(HttpRequest request)
    {
        if (request.Query[Id] != StatelessToken || !request.HttpContext.WebSockets.IsWebSocketRequest) return;
        request.QueryString = QueryString.Create(request.Query.Where(q => q.Key != Id));
    }

    /// <summary>Notes that a connection has its client.</summary>
    public void Connected(HttpContext? context)
    {
        if (context?.Request.Query.ContainsKey(Id) != true) return;
        lock (_lock) _pending.TryDequeue(out _);
    }

    private bool TryAdd()
    {
        lock (_lock)
        {
            while (_pending.TryPeek(out var oldest) && clock.GetElapsedTime(oldest) > _lifetime) _pending.Dequeue();
            if (_pending.Count >= options.Value.MaxNegotiations) return false;
            _pending.Enqueue(clock.GetTimestamp());
            return true;
        }
    }
}
