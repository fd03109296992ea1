using System.Collections.Concurrent;
using System.Xml.Linq;
using Dashboard.Api.Auth.SignIn;
using Dashboard.Api.Common;
using Dashboard.Application.Auth;
using Dashboard.Application.Common;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Auth;

/// <summary>Who a caller is, and what the caller may do.</summary>
internal static class AuthRegistration
{
    private const string Scheme = "Dashboard";

    public static void AddAuth(this IServiceCollection services, IConfiguration configuration)
    {
        NamesInAuth.Check(configuration);
        services.AddSingleton<IValidateOptions<OidcOptions>, OidcOptionsValidator>();
        services.AddOptionsOf<AuthOptions>(configuration, "Auth");
        services.AddOptionsOf<OidcOptions>(configuration, "Auth:Oidc");
        var mode = configuration.GetValue("Auth:Mode", AuthMode.None);
        var schemes = services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, null, options => options.ForwardDefaultSelector = context => SchemeOf(context.Request, mode))
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, AnonymousAuthentication>(AnonymousAuthentication.SchemeName, null);
        if (mode == AuthMode.Oidc) schemes.AddOidcSignIn();
        services.AddAuthorization(Policies.Configure);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedCallers>();
        services.AddCallLimits();
        services.AddAntiforgery(options =>
        {
            options.HeaderName = ForgeryGuard.Header;
            options.Cookie.Name = "dashboard.csrf";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddDataProtection().SetApplicationName("Dashboard");
        // Only cookies need keys that outlive the program.
        services.AddOptions<KeyManagementOptions>().Configure<IProtectionKeyStore>(
            (keys, store) => keys.XmlRepository = mode == AuthMode.Oidc ? new StoredProtectionKeys(store) : new MemoryProtectionKeys());
    }

    public static void UseAuth(this WebApplication app)
    {
        var failed = app.Services.GetRequiredService<FailedSignIns>();
        // A token costs a signature. A key costs one hash, and a right one counts whatever others send from its address.
        app.UseWhen(
            context => KeyAuthentication.Presented(context.Request) is not null && !KeyAuthentication.IsPresented(context.Request)
                && failed.AreTooMany(context),
            branch => branch.Run(context => Refusals.TooManySignIns.With().ExecuteAsync(context)));
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseMiddleware<ForgeryGuard>();
        app.UseAuthorization();
    }

    // A key counts in every mode, so that a script can be tried where nobody signs in.
    private static string SchemeOf(HttpRequest request, AuthMode mode) =>
        KeyAuthentication.IsPresented(request) ? KeyAuthentication.SchemeName
        : mode switch
        {
            AuthMode.None => AnonymousAuthentication.SchemeName,
            AuthMode.Oidc => KeyAuthentication.Presented(request) is null ? OidcSignIn.Cookie : OidcSignIn.Token,
            _ => KeyAuthentication.SchemeName,
        };

    private sealed class MemoryProtectionKeys : IXmlRepository
    {
        private readonly ConcurrentBag<XElement> _keys = [];

        public IReadOnlyCollection<XElement> GetAllElements() => _keys;

        public void StoreElement(XElement element, string friendlyName) => _keys.Add(element);
    }

    internal sealed class StoredProtectionKeys(IProtectionKeyStore store) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() => [.. store.All().Select(XElement.Parse)];

        public void StoreElement(XElement element, string friendlyName) =>
            store.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
    }
}
