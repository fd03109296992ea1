using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.Common.Bodies;

/// <summary>In which form a call of the API may send its body: UTF-8, plain or compressed with gzip or Brotli.</summary>
/// <remarks>The limit of an endpoint holds for the inflated body.</remarks>
internal static class BodyEncodings
{
    private const string Accepted = "gzip, br";

    private static readonly object IsBrotli = new();

    public static void AddBodyEncodings(this IServiceCollection services) =>
        services.AddRequestDecompression(options => options.DecompressionProviders.Remove("deflate"));

    public static void UseBodyEncodings(this IApplicationBuilder app) =>
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/api"),
            api => api.Use(CheckAsync).UseRequestDecompression().Use(WatchBrotliAsync));

    private static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsUtf8(context.Request.ContentType)) return Refusals.NotUtf8.With().ExecuteAsync(context);
        var headers = context.Request.Headers;
        var codings = headers.ContentEncoding.SelectMany(v => (v ?? "").Split(',')).Select(v => v.Trim().ToLowerInvariant())
            .Where(v => v is not ("" or "identity")).Select(v => v == "x-gzip" ? "gzip" : v).ToList();
        if (codings is ["gzip" or "br"])
        {
            headers.ContentEncoding = codings[0];
            if (codings[0] == "br") context.Items[IsBrotli] = true;
            return next(context);
        }

        headers.Remove(HeaderNames.ContentEncoding);
        if (codings.Count == 0) return next(context);
        context.Response.Headers.AcceptEncoding = Accepted;
        return Refusals.UnknownCoding.With().ExecuteAsync(context);
    }

    private static Task WatchBrotliAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Items.ContainsKey(IsBrotli)) context.Request.Body = new BrotliBody(context.Request.Body);
        return next(context);
    }

    // ASCII is a part of UTF-8.
    private static bool IsUtf8(string? contentType) =>
        !MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.Charset.HasValue
        || HeaderUtilities.RemoveQuotes(type.Charset).Value?.ToLowerInvariant() is "utf-8" or "utf8" or "us-ascii" or "";
}
