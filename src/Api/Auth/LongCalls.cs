using System.Security.Claims;
using Dashboard.Application.Auth;
using Dashboard.Domain.Auth;
using Microsoft.AspNetCore.Authentication;

namespace Dashboard.Api.Auth;

/// <summary>Ends calls that are longer than the sign-in of their caller: streams, exports and connections of the hub.</summary>
internal static class LongCalls
{
    /// <summary>Disconnects the caller when its key is revoked or expires, its token expires, and when its session ends.</summary>
    public static RouteHandlerBuilder EndsWithSignIn(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilterFactory((factory, next) =>
        {
            var signIns = factory.ApplicationServices.GetRequiredService<SignIns>();
            return async context =>
            {
                if (context.HttpContext.Watch(signIns) is { } watch) context.HttpContext.Response.RegisterForDispose(watch);
                return await next(context);
            };
        });

    /// <summary>Null for a caller that did not sign in.</summary>
    public static IDisposable? Watch(this HttpContext context, SignIns signIns, Action? end = null)
    {
        var key = context.Features.Get<ApiKey>();
        var session = context.User.FindFirstValue(Callers.Session);
        var endsAt = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        return key is null && session is null && endsAt is null ? null : signIns.Watch(key, session, endsAt, end ?? context.Abort);
    }
}
