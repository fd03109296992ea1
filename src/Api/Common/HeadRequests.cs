namespace Dashboard.Api.Common;

/// <summary>Answers HEAD at every address that answers GET, with the same headers. The server itself leaves out the body.</summary>
internal static class HeadRequests
{
    private static readonly object Mark = new();

    /// <summary>Before the routing, which it adds: endpoints see a GET.</summary>
    public static void UseHeadAsGet(this WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            // The hub's GET opens a connection.
            if (!HttpMethods.IsHead(context.Request.Method) || context.Request.Path.StartsWithSegments("/hubs"))
            {
                await next(context);
                return;
            }

            context.Items[Mark] = true;
            context.Request.Method = HttpMethods.Get;
            try
            {
                await next(context);
            }
            finally
            {
                context.Request.Method = HttpMethods.Head;
            }
        });
        app.UseRouting();
    }

    /// <summary>True for a call whose body nobody gets, so that an endpoint need not make it.</summary>
    public static bool IsHead(this HttpContext context) => context.Items.ContainsKey(Mark);
}
