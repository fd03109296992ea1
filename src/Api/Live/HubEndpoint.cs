using Dashboard.Api.Common;
using Dashboard.Application.Live;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Live;

/// <summary>Where the hub is, and what holds for its connections on every transport.</summary>
internal static class HubEndpoint
{
    // Less than a frame: one counts as sent when the socket has taken it, not when there was room for it before the socket.
    private const int MaxUnsentBytes = 4 * 1024;

    public static void MapDashboardHub(this WebApplication app)
    {
        // The hub's endpoint would do so by itself, but later than it can be told to compress.
        app.UseWebSockets();
        var options = app.Services.GetRequiredService<IOptions<LiveOptions>>().Value;
        var clients = app.Services.GetRequiredService<ConnectedClients>();
        var transport = new HttpConnectionDispatcherOptions { TransportSendTimeout = options.SendTimeout, TransportMaxBufferSize = MaxUnsentBytes };
        app.MapConnections("/hubs/dashboard", transport, pipeline => pipeline.Use(KeepInOnePiece).UseHub<DashboardHub>()).Add(endpoint =>
        {
            endpoint.Metadata.Add(new HubMetadata(typeof(DashboardHub)));
            var connect = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                if (clients.Count >= options.MaxClients && !HasConnection(context.Request)) return RefuseAsync(context, clients);
                if (options.Compression) Compress(context.Features);
                return connect(context);
            };
        });
    }

    private static void Compress(IFeatureCollection features)
    {
        if (features.Get<IHttpWebSocketFeature>() is { } sockets) features.Set<IHttpWebSocketFeature>(new CompressedSockets(sockets));
    }

    private static ConnectionDelegate KeepInOnePiece(ConnectionDelegate next) => connection =>
    {
        connection.Transport = new ContiguousTransport(connection.Transport);
        return next(connection);
    };

    // Only requests of a connection that was negotiated before carry its id.
    private static bool HasConnection(HttpRequest request) => request.Query.ContainsKey("id");

    // Most are refused here, before they cost a connection; the hub refuses those that negotiated while there was room.
    private static Task RefuseAsync(HttpContext context, ConnectedClients clients)
    {
        clients.Refuse();
        return Refusals.TooManyClients.With().ExecuteAsync(context);
    }
}
