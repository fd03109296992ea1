using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using Dashboard.Application.Auth;
using Dashboard.Domain.Auth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.Auth.SignIn;

/// <summary>API keys: <c>Authorization: Bearer dsh_…</c> or <c>X-Api-Key: dsh_…</c>.</summary>
internal sealed class KeyAuthentication(
    SignIns signIns, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Key";
    public const string Header = "X-Api-Key";

    private const string Bearer = "Bearer ";
    private const string HubToken = "access_token";

    /// <summary>What a call presents as a key or a token; null when it presents nothing.</summary>
    public static string? Presented(HttpRequest request)
    {
        if (request.Headers.TryGetValue(Header, out var key)) return key.ToString();
        var authorization = request.Headers[HeaderNames.Authorization].ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return authorization[Bearer.Length..].Trim();
        // A browser gives a WebSocket no headers, so clients of the hub put the token into the query.
        return request.Path.StartsWithSegments("/hubs") && request.Query.TryGetValue(HubToken, out var token) ? token.ToString() : null;
    }

    /// <summary>True for a call that presents an API key, readable or not.</summary>
    public static bool IsPresented(HttpRequest request) =>
        request.Headers.ContainsKey(Header) || (Presented(request) is { } presented && KeySecret.IsMeant(presented));

    // Made once for each time that the keys are read: a feed makes thousands of calls in between.
    private static readonly ConditionalWeakTable<ApiKey, Task<AuthenticateResult>> Known = [];

    // No failure: the framework would write a line of the log for each call with a wrong key. The audit trail notes them, bounded.
    private static readonly Task<AuthenticateResult> Unknown = Task.FromResult(AuthenticateResult.NoResult());

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!KeySecret.TryParse(Presented(Request), out var secret) || signIns.Find(secret) is not { } key) return Unknown;
        Context.Features.Set(key);
        return Known.GetValue(key, CallerOf);
    }

    private static Task<AuthenticateResult> CallerOf(ApiKey key)
    {
        var caller = Callers.New(SchemeName, ActorKind.Key, key.Prefix, key.Name, key.Roles, key.Sources.Count == 0 ? null : key.Sources);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(caller, SchemeName)));
    }
}
