using System.Security.Claims;
using Dashboard.Application.Audit;
using Dashboard.Application.Auth;
using Dashboard.Application.Common;
using Dashboard.Domain.Auth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Dashboard.Api.Auth.SignIn;

/// <summary>People by authorization code with PKCE and a cookie, programs by bearer tokens: both from one provider, and both by the
/// framework's own handlers.</summary>
internal static class OidcSignIn
{
    public const string Cookie = "Cookie";
    public const string Provider = "Oidc";
    public const string Token = "Token";
    public const string CookieName = "dashboard.session";

    // A browser or a program waits for the answer.
    private static readonly TimeSpan ProviderTimeout = TimeSpan.FromSeconds(10);

    private static readonly string[] NameClaims = ["name", "preferred_username", "email"];

    public static void AddOidcSignIn(this AuthenticationBuilder schemes)
    {
        schemes.AddCookie(Cookie).AddOpenIdConnect(Provider, _ => { }).AddJwtBearer(Token, _ => { });
        schemes.Services.AddOptions<CookieAuthenticationOptions>(Cookie).Configure<IOptions<AuthOptions>>(Configure);
        schemes.Services.AddOptions<OpenIdConnectOptions>(Provider).Configure<IOptions<OidcOptions>, IOptions<AuthOptions>>(Configure);
        schemes.Services.AddOptions<JwtBearerOptions>(Token).Configure<IOptions<OidcOptions>, IOptions<AuthOptions>>(Configure);
    }

    private static void Configure(CookieAuthenticationOptions cookie, IOptions<AuthOptions> options)
    {
        cookie.Cookie.Name = CookieName;
        cookie.Cookie.HttpOnly = true;
        // Lax and not strict: the provider sends the browser back from another site.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = options.Value.SessionLifetime;
        cookie.SlidingExpiration = false;
        cookie.Events.OnValidatePrincipal = context =>
        {
            var signIns = context.HttpContext.RequestServices.GetRequiredService<SignIns>();
            var session = context.Principal?.FindFirstValue(Callers.Session);
            if (session is null || signIns.HasEnded(session)) context.RejectPrincipal();
            return Task.CompletedTask;
        };
    }

    private static void Configure(OpenIdConnectOptions oidc, IOptions<OidcOptions> settings, IOptions<AuthOptions> options)
    {
        var provider = settings.Value;
        oidc.SignInScheme = Cookie;
        oidc.Authority = provider.Authority;
        oidc.RequireHttpsMetadata = !IsLoopback(provider);
        oidc.ClientId = provider.ClientId;
        oidc.ClientSecret = provider.ClientSecret;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.BackchannelTimeout = ProviderTimeout;
        oidc.CallbackPath = "/auth/callback";
        oidc.SignedOutCallbackPath = "/auth/signed-out";
        oidc.SignedOutRedirectUri = "/";
        // Front-channel sign-out by the provider is not offered: a page of another site could ask for it.
        oidc.RemoteSignOutPath = PathString.Empty;
        oidc.MapInboundClaims = false;
        oidc.SaveTokens = false;
        oidc.UseTokenLifetime = false;
        oidc.GetClaimsFromUserInfoEndpoint = false;
        oidc.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile", .. provider.Scopes]) oidc.Scope.Add(scope);
        oidc.CorrelationCookie.SameSite = SameSiteMode.Lax;
        oidc.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        oidc.NonceCookie.SameSite = SameSiteMode.Lax;
        oidc.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        oidc.Events.OnTokenValidated = context =>
        {
            var session = Guid.NewGuid().ToString("N");
            context.Principal = CallerOf(context.Principal!, provider, options.Value, ActorKind.Person, Cookie, session);
            return NoteAsync(context.HttpContext, context.Principal);
        };
        oidc.Events.OnRemoteFailure = context =>
        {
            context.HandleResponse();
            return SignInFailed.AnswerAsync(context.HttpContext, context.Failure);
        };
        oidc.Events.OnRedirectToIdentityProviderForSignOut = context =>
        {
            context.ProtocolMessage.ClientId = provider.ClientId;
            return Task.CompletedTask;
        };
    }

    private static void Configure(JwtBearerOptions token, IOptions<OidcOptions> settings, IOptions<AuthOptions> options)
    {
        var provider = settings.Value;
        token.Authority = provider.Authority;
        token.RequireHttpsMetadata = !IsLoopback(provider);
        token.Audience = provider.Audience ?? provider.ClientId;
        token.MapInboundClaims = false;
        token.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
        token.BackchannelTimeout = ProviderTimeout;
        token.Events = new JwtBearerEvents
        {
            // Without the keys of the provider every token would look forged.
            OnMessageReceived = async context =>
            {
                // Also from the query of the hub, as keys are read.
                context.Token = KeyAuthentication.Presented(context.Request);
                try
                {
                    await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
                }
                catch (Exception exception) when (SignInFailed.IsAway(exception))
                {
                    context.Fail(exception);
                }
            },
            OnTokenValidated = context =>
            {
                context.Principal = CallerOf(context.Principal!, provider, options.Value, ActorKind.Program, Token, session: null);
                return Task.CompletedTask;
            },
        };
    }

    /// <summary>The claims of the provider as the program's own: an id, a name, and the roles that the configuration grants.</summary>
    internal static ClaimsPrincipal CallerOf(
        ClaimsPrincipal claims, OidcOptions provider, AuthOptions options, ActorKind kind, string scheme, string? session)
    {
        var subject = claims.FindFirstValue("sub") ?? claims.FindFirstValue("client_id") ?? "unknown";
        var name = NameClaims.Select(claims.FindFirstValue).FirstOrDefault(n => n is not null) ?? subject;
        var granted = claims.FindAll(provider.RoleClaim).Select(c => c.Value).ToHashSet(StringComparer.Ordinal);
        var roles = Enum.GetValues<Role>().Where(role =>
            options.Roles.TryGetValue(role, out var values) ? values.Any(granted.Contains) : granted.Contains(role.ToString()));
        // An empty array is no claim at all.
        var listed = claims.FindAll(provider.SourceClaim).Select(c => c.Value).Where(source => source.Length > 0).ToList();
        var sources = listed.Count == 0 && provider.EverySourceWithoutClaim ? null : listed;
        return Callers.New(
            scheme, kind, TextRules.Cleaned(subject, Actor.MaxIdLength), TextRules.Cleaned(name, Actor.MaxNameLength), roles, sources,
            session);
    }

    private static Task NoteAsync(HttpContext context, ClaimsPrincipal caller)
    {
        var by = new Actor(
            ActorKind.Person, caller.FindFirstValue(Callers.Id)!, caller.FindFirstValue(Callers.Name)!,
            context.Connection.RemoteIpAddress?.ToString());
        return context.RequestServices.GetRequiredService<AuditTrail>()
            .NoteAsync(by, AuditActions.SignedIn, "session", after: new { Roles = caller.Roles() }).AsTask();
    }

    private static bool IsLoopback(OidcOptions provider) =>
        Uri.TryCreate(provider.Authority, UriKind.Absolute, out var uri) && uri.IsLoopback;
}
