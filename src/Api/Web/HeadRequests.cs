namespace Dashboard.Api.Web;

/// <summary>HEAD is GET without a body at every address. The HTTP server leaves the body out.</summary>
internal static class HeadRequests
{
    /// <summary>Finds the endpoint of a HEAD request as if it were a GET request.</summary>
    public static void UseRoutingWithHead(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            // A HEAD request opens no connection of the hub.
            if (HttpMethods.IsHead(context.Request.Method) && !context.Request.Path.StartsWithSegments("/hubs"))
            {
                context.Request.Method = HttpMethods.Get;
                context.Items[typeof(HeadRequests)] = true;
            }

            return next(context);
        });
        app.UseRouting();
        app.Use((context, next) =>
        {
            // The endpoint sees HEAD: it need not read what it will not send.
            if (context.Items.Remove(typeof(HeadRequests))) context.Request.Method = HttpMethods.Head;
            return next(context);
        });
    }
}
