using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Live.Bounds;
using Dashboard.Application.Live;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Live;

/// <summary>The address of the hub, and the limits of its connections on every transport.</summary>
internal static class HubEndpoint
{
    // Less than a frame, so that a frame counts as sent when the socket has taken it and not when a buffer had room for it.
    private const int MaxUnsentBytes = 4 * 1024;

    public static void MapDashboardHub(this WebApplication app)
    {
        // Before the hub's endpoint, which would add WebSockets too late for compression.
        app.UseWebSockets();
        var options = app.Services.GetRequiredService<IOptions<LiveOptions>>().Value;
        var negotiations = app.Services.GetRequiredService<Negotiations>();
        var clients = app.Services.GetRequiredService<ConnectedClients>();
        var transport = new HttpConnectionDispatcherOptions
        {
            TransportSendTimeout = options.SendTimeout,
            TransportMaxBufferSize = MaxUnsentBytes,
            CloseOnAuthenticationExpiration = true,
        };
        var hub = app.MapConnections(
            "/hubs/dashboard", transport, pipeline => pipeline.Use(next => KeepInOnePiece(next, negotiations)).UseHub<DashboardHub>());
        hub.RequireAuthorization(Policies.See);
        hub.Add(endpoint =>
        {
            endpoint.Metadata.Add(new HubMetadata(typeof(DashboardHub)));
            var connect = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                Negotiations.ForgetStatelessToken(context.Request);
                if (clients.Count >= options.MaxClients && !HasConnection(context.Request)) return RefuseAsync(context, clients);
                if (options.Compression) Compress(context.Features);
                return IsNegotiation(context.Request) ? negotiations.NegotiateAsync(context, connect) : connect(context);
            };
        });
    }

    private static void Compress(IFeatureCollection features)
    {
        if (features.Get<IHttpWebSocketFeature>() is { } sockets) features.Set<IHttpWebSocketFeature>(new CompressedSockets(sockets));
    }

    private static ConnectionDelegate KeepInOnePiece(ConnectionDelegate next, Negotiations negotiations) => connection =>
    {
        negotiations.Connected(connection.GetHttpContext());
        var transport = new ContiguousTransport(connection.Transport);
        connection.Transport = transport;
        connection.Features.Set(transport);
        return next(connection);
    };

    private static bool IsNegotiation(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.Value!.EndsWith("/negotiate", StringComparison.OrdinalIgnoreCase);

    // Only requests of a negotiated connection carry its id.
    private static bool HasConnection(HttpRequest request) => request.Query.ContainsKey("id");

    // Most clients are refused here, before they cost a connection; the hub refuses clients that negotiated while there was room.
    private static Task RefuseAsync(HttpContext context, ConnectedClients clients)
    {
        clients.Refuse();
        return Refusals.TooManyClients.With().ExecuteAsync(context);
    }
}
