using Dashboard.Api.Auth.SignIn;
using Dashboard.Api.Common;
using Dashboard.Application.Audit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.Auth;

/// <summary>Answers a caller whom the policy of an address refuses: a browser that opens a page is sent to the sign-in, everybody else gets
/// 401 or 403. Both are noted in the audit trail.</summary>
internal sealed class RefusedCallers(
    AuditTrail trail, FailedSignIns failed, TimeProvider clock, IOptions<AuthOptions> options) : IAuthorizationMiddlewareResultHandler
{
    private readonly RefusalEntries _entries = new(clock);

    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
        }
        else if (authorizeResult.Forbidden)
        {
            await NoteAsync(context, AuditActions.NotAllowed);
            await Refusals.NotAllowed.With().ExecuteAsync(context);
        }
        else if (options.Value.Mode == AuthMode.Oidc && OpensPage(context.Request))
        {
            // Sign-ins have a limit of their own, and this address is where it counts.
            var returnTo = context.Request.PathBase + context.Request.Path + context.Request.QueryString;
            context.Response.Redirect($"{context.Request.PathBase}/auth/sign-in?returnTo={Uri.EscapeDataString(returnTo)}");
        }
        else if (await context.AuthenticateAsync() is { Failure: { } failure } && SignInFailed.IsAway(failure))
        {
            await SignInFailed.AnswerAsync(context, failure);
        }
        else
        {
            if (KeyAuthentication.Presented(context.Request) is not null)
            {
                if (!failed.TryAdd(context))
                {
                    await Refusals.TooManySignIns.With().ExecuteAsync(context);
                    return;
                }

                await NoteAsync(context, AuditActions.NotSignedIn);
            }

            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
            await Refusals.NotSignedIn.With().ExecuteAsync(context);
        }
    }

    /// <summary>True when a browser opens a page with this call.</summary>
    internal static bool OpensPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/hubs")
        && (request.Headers["Sec-Fetch-Dest"] is [var destination]
            ? destination == "document"
            : request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));

    private ValueTask NoteAsync(HttpContext context, string action)
    {
        var caller = context.Actor();
        if (!_entries.TryTake(caller, out var leftOut)) return ValueTask.CompletedTask;
        var request = context.Request;
        return trail.NoteAsync(caller, action, context.PlaceOf(), after: new { request.Method, LeftOutBefore = leftOut });
    }
}
