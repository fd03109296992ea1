using System.Security.Claims;
using Dashboard.Api.Auth.SignIn;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Audit;
using Dashboard.Application.Auth;
using Dashboard.Domain.Auth;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.Auth;

/// <summary>Signing in and out, and who is signed in.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/session", Get).WithTags("Session").WithName("GetSession").RequireAuthorization(Policies.SignedIn)
            .WithSummary("Who is signed in, with which roles, and the token that changing calls with a cookie carry")
            .Refuses(Refusals.NotSignedIn);
        app.MapGet("/auth/sign-in", SignInAsync).RequireAuthorization(Policies.Public).ExcludeFromDescription();
        app.MapPost("/auth/sign-out", SignOutAsync).RequireAuthorization(Policies.SignedIn).ExcludeFromDescription();
    }

    private static SessionDto Get(HttpContext context, IAntiforgery forgery, IOptions<AuthOptions> options)
    {
        var by = context.Actor();
        var isCookie = context.User.Identity?.AuthenticationType == OidcSignIn.Cookie;
        return new SessionDto(
            options.Value.Mode, by.Kind, by.Name, [.. context.User.Roles()], Masks.SeesAll(context.User, options.Value),
            isCookie ? forgery.GetAndStoreTokens(context).RequestToken : null);
    }

    // Sends the browser to the provider, and afterwards back to an address of this program.
    private static async Task SignInAsync(HttpContext context, IOptions<AuthOptions> options)
    {
        var returnTo = context.Request.Query["returnTo"].ToString();
        if (!IsLocal(returnTo)) returnTo = context.Request.PathBase + "/";
        if (options.Value.Mode != AuthMode.Oidc)
        {
            context.Response.Redirect(returnTo);
            return;
        }

        try
        {
            await context.ChallengeAsync(OidcSignIn.Provider, new AuthenticationProperties { RedirectUri = returnTo });
        }
        catch (Exception exception) when (SignInFailed.IsAway(exception))
        {
            await SignInFailed.AnswerAsync(context, exception);
        }
    }

    // The page goes on to the address of the answer: its policy lets no form lead to another site.
    private static async Task<SignedOut> SignOutAsync(
        HttpContext context, IApiKeyStore store, SignIns signIns, AuditTrail trail, IOptions<AuthOptions> options, TimeProvider clock)
    {
        var home = context.Request.PathBase + "/";
        if (context.User.FindFirstValue(Callers.Session) is not { } session) return new SignedOut(home);

        var entry = trail.Event(context.Actor(), AuditActions.SignedOut, "session");
        await store.EndSessionAsync(session, clock.GetUtcNow() + options.Value.SessionLifetime, entry, context.RequestAborted);
        await signIns.ReadAsync(context.RequestAborted);
        await context.SignOutAsync(OidcSignIn.Cookie);
        try
        {
            await context.SignOutAsync(OidcSignIn.Provider, new AuthenticationProperties { RedirectUri = home });
        }
        catch (Exception exception) when (SignInFailed.IsAway(exception) || exception is InvalidOperationException)
        {
            // The provider is away, or has no address to sign out at. Here the session has ended; that of the provider ends by itself.
        }

        var next = context.Response.Headers.Location.ToString();
        context.Response.Headers.Remove(HeaderNames.Location);
        context.Response.StatusCode = StatusCodes.Status200OK;
        return new SignedOut(next.Length == 0 ? home : next);
    }

    // An address of another site would make this one vouch for it.
    private static bool IsLocal(string address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl);
}

/// <param name="Next">Where the browser goes next: to the provider, whose session ends as well, and then back.</param>
internal sealed record SignedOut(string Next);

/// <summary>Who is signed in.</summary>
/// <param name="Mode">How callers sign in.</param>
/// <param name="Kind">A person, a key, or anybody with <c>Auth:Mode=None</c>.</param>
/// <param name="Unmasked">True when account numbers are shown in full.</param>
/// <param name="Token">To be sent as the header <c>X-Csrf-Token</c> with every changing call; null where no cookie is used.</param>
internal sealed record SessionDto(AuthMode Mode, ActorKind Kind, string Name, IReadOnlyList<Role> Roles, bool Unmasked, string? Token);
