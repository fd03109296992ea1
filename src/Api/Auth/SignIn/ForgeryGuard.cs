using Dashboard.Api.Common;
using Microsoft.AspNetCore.Antiforgery;

namespace Dashboard.Api.Auth.SignIn;

/// <summary>A browser sends the cookie of a session with calls that pages of other sites make. So a changing call with that cookie has to
/// carry a token as well, which only the page of this program can read.</summary>
internal sealed class ForgeryGuard(RequestDelegate next, IAntiforgery forgery)
{
    public const string Header = "X-Csrf-Token";

    public async Task InvokeAsync(HttpContext context)
    {
        // The negotiation of the hub is guarded by its origin: it changes nothing.
        var isGuarded = context.User.Identity?.AuthenticationType == OidcSignIn.Cookie && !context.Request.Path.StartsWithSegments("/hubs");
        // Safe methods pass.
        if (isGuarded && !await forgery.IsRequestValidAsync(context)) await Refusals.ForgedCall.With().ExecuteAsync(context);
        else await next(context);
    }
}
