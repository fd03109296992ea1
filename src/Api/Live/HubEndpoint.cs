using Dashboard.Application.Live;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Live;

/// <summary>Where the hub is, and what holds for its connections on every transport.</summary>
internal static class HubEndpoint
{
    private const string RetryAfterSeconds = "5";

    public static void MapDashboardHub(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<LiveOptions>>().Value;
        var clients = app.Services.GetRequiredService<ConnectedClients>();
        app.MapHub<DashboardHub>("/hubs/dashboard", transport => transport.TransportSendTimeout = options.SendTimeout).Add(endpoint =>
        {
            var connect = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
                clients.Count >= options.MaxClients && !HasConnection(context.Request) ? RefuseAsync(context, clients) : connect(context);
        });
    }

    // Only requests of a connection that was negotiated before carry its id.
    private static bool HasConnection(HttpRequest request) => request.Query.ContainsKey("id");

    // Most are refused here, before they cost a connection; the hub refuses those that negotiated while there was room.
    private static Task RefuseAsync(HttpContext context, ConnectedClients clients)
    {
        clients.Refuse();
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return TypedResults.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, title: DashboardHub.TooManyClients).ExecuteAsync(context);
    }
}
