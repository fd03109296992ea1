namespace Dashboard.Api.Common;

/// <summary>Says of every answer of the API, refusals included, that no cache may keep it.</summary>
internal static class ApiHeaders
{
    public static void UseApiHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Path.StartsWithSegments("/api")) context.Response.OnStarting(static state => Write((HttpContext)state), context);
        return next(context);
    });

    private static Task Write(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
