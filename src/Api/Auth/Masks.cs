using System.Security.Claims;
using Dashboard.Api.Auth.SignIn;
using Dashboard.Domain.Auth;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Auth;

/// <summary>Who sees account numbers in full.</summary>
internal static class Masks
{
    // A default in the options could not be taken back: the binder adds to a list.
    private static readonly Role[] ByDefault = [Role.Analyst, Role.Feed];

    public static bool SeesAccounts(this HttpContext context) =>
        SeesAll(context.User, context.RequestServices.GetRequiredService<IOptions<AuthOptions>>().Value);

    public static bool SeesAll(ClaimsPrincipal caller, AuthOptions options) =>
        options.Mode == AuthMode.None && caller.Identity?.AuthenticationType == AnonymousAuthentication.SchemeName
        || caller.Roles().Any((options.Unmasked ?? ByDefault).Contains);
}
