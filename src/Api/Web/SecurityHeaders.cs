using System.Text;
using Scalar.AspNetCore;

namespace Dashboard.Api.Web;

/// <summary>Tells the browser what a page of this program may do: no inline code, nothing from other addresses, no frames.</summary>
internal static class SecurityHeaders
{
    private const string PagePolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    // Of every answer. The policy of the page /docs differs.
    private static readonly (string Name, string Value)[] Fixed =
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
    ];

    /// <summary>The end of an answer that has no other headers of the program.</summary>
    public static readonly byte[] OfRefusedRequests = Encoding.ASCII.GetBytes(
        string.Concat(Fixed.Append(("Content-Security-Policy", PagePolicy)).Select(h => $"{h.Item1}: {h.Item2}\r\n")) + "\r\n");

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state => Write((HttpContext)state), context);
        return next(context);
    });

    private static Task Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        foreach (var (name, value) in Fixed) headers[name] = value;
        headers.ContentSecurityPolicy = Policy(context);
        // The build puts a content hash into every file name below /assets, so a file with that name never changes.
        if (context.Request.Path.StartsWithSegments("/assets") && context.Response.StatusCode is 200 or 304)
            headers.CacheControl = "public, max-age=31536000, immutable";
        return Task.CompletedTask;
    }

    // The page /docs makes its styles while it runs, so it needs inline styles; its scripts carry a nonce.
    private static string Policy(HttpContext context) =>
        context.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce
            ? $"{PagePolicy}; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; font-src 'self' data:"
            : PagePolicy;
}
