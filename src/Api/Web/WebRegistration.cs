using Dashboard.Application.Common;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Web;

/// <summary>The page: its files, the addresses of its views, and the origins that may call the program.</summary>
internal static class WebRegistration
{
    public static void AddWeb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<WebOptions>, WebOptionsValidator>();
        services.AddOptionsOf<WebOptions>(configuration, "Api");
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<WebOptions>>((cors, web) => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(web.Value.AllowedOrigins).AllowAnyHeader().AllowAnyMethod().AllowCredentials()));
    }

    public static void UseWeb(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseMiddleware<OriginGuard>();
        app.UseCors();
    }

    // Every address but those of the program itself, which answer 404 and 405.
    private const string PageAddress = @"{*path:nonfile:regex(^(?!(api|hubs|openapi|health|assets)(/|$)))}";

    /// <summary>Maps the files of the page, and the page itself at every address that is not one of the program: the page finds its view
    /// by the address.</summary>
    public static void MapWeb(this WebApplication app)
    {
        app.MapStaticAssets();
        // The browser asks for it at every visit, because it names the files of the newest build.
        var page = new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" };
        app.MapFallbackToFile("/", "index.html", page);
        app.MapFallbackToFile(PageAddress, "index.html", page);
    }
}
