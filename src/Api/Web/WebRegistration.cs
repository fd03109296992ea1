using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Application.Common;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.Web;

/// <summary>The page: its files, the addresses of its views, and the origins that may call the program.</summary>
internal static class WebRegistration
{
    public static void AddWeb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<WebOptions>, WebOptionsValidator>();
        services.AddOptionsOf<WebOptions>(configuration, "Api");
        services.AddSingleton<IValidateOptions<ServerOptions>, ServerAddressesValidator>();
        services.AddSingleton<OpenConnections>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(provider => provider.GetRequiredService<OpenConnections>());
        services.AddBehindProxy();
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<WebOptions>>((cors, web) => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(web.Value.AllowedOrigins).AllowAnyHeader().AllowAnyMethod().AllowCredentials()
            .WithExposedHeaders(HeaderNames.Location, HeaderNames.RetryAfter, HeaderNames.ContentDisposition)));
    }

    public static void UseWeb(this WebApplication app)
    {
        app.UseBehindProxy();
        app.UseSecurityHeaders();
        app.UseMiddleware<HostGuard>();
        app.UseMiddleware<OriginGuard>();
        app.UseRoutingWithHead();
        app.UseCors();
    }

    // Every address but those of the program itself, which answer 404 and 405, and but those with an empty segment (//api).
    private const string PageAddress = @"{*path:nonfile:regex(^(?!(api|hubs|openapi|health|assets)(/|$))(?!/)(?!.*//))}";

    /// <summary>Maps the files of the page, and the page itself at every address that is not one of the program: the page finds its view
    /// by the address.</summary>
    public static void MapWeb(this WebApplication app)
    {
        app.MapStaticAssets().ForCallers(Policies.SignedIn);
        var get = new HttpMethodMetadata([HttpMethods.Get]);
        app.MapFallback("/", PageFile.GetAsync).WithMetadata(get).RequireAuthorization(Policies.SignedIn).ExcludeFromDescription();
        app.MapFallback(PageAddress, PageFile.GetAsync).WithMetadata(get).RequireAuthorization(Policies.SignedIn).ExcludeFromDescription();
    }
}
