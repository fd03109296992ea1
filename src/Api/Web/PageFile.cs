using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.Web;

/// <summary>The page, with the path base of the call in front of the addresses that it names.</summary>
internal static class PageFile
{
    private const string NoBase = "data-base=\"\"";

    public static async Task<IResult> GetAsync(HttpContext context, IWebHostEnvironment environment)
    {
        var file = environment.WebRootFileProvider.GetFileInfo("index.html");
        if (!file.Exists) return TypedResults.StatusCode(StatusCodes.Status404NotFound);
        using var reader = new StreamReader(file.CreateReadStream());
        var html = Encoding.UTF8.GetBytes(Below(context.Request.PathBase, await reader.ReadToEndAsync(context.RequestAborted)));
        // The browser asks for it at every visit, because it names the files of the newest build.
        context.Response.Headers.CacheControl = "no-cache";
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(html).AsSpan(0, 8))}\"");
        return TypedResults.Bytes(html, "text/html; charset=utf-8", entityTag: tag);
    }

    /// <summary>The build writes addresses of its own files relative to the page, and the links of the first paint as paths.</summary>
    internal static string Below(PathString pathBase, string html)
    {
        var prefix = pathBase.ToUriComponent();
        return html.Replace("=\"./", $"=\"{prefix}/", StringComparison.Ordinal)
            .Replace("=\"/", $"=\"{prefix}/", StringComparison.Ordinal)
            .Replace(NoBase, $"data-base=\"{prefix}\"", StringComparison.Ordinal);
    }
}
