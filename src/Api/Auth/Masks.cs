using System.Security.Claims;
using Dashboard.Api.Auth.SignIn;
using Dashboard.Domain.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Auth;

/// <summary>Who sees account numbers in full.</summary>
internal static class Masks
{
    // A default in the options could not be taken back: the binder adds to a list.
    private static readonly Role[] ByDefault = [Role.Analyst, Role.Feed];

    public static bool SeesAccounts(this HttpContext context) =>
        SeesAll(context.User, OptionsOf(context)) || context.Features.Get<OwnPayment>() is not null
        || (IsFeedCall(context) && SeesOwn(context));

    /// <summary>Says that the answer is a payment of this source: a feed of it sees the payment in full.</summary>
    public static void Answers(this HttpContext context, string source)
    {
        if (SeesOwn(context) && context.User.Sources()?.Contains(source) != false) context.Features.Set(new OwnPayment());
    }

    /// <summary>True when the caller sees the accounts of every payment. The role Feed alone does not.</summary>
    public static bool SeesAll(ClaimsPrincipal caller, AuthOptions options) =>
        options.Mode == AuthMode.None && caller.Identity?.AuthenticationType == AnonymousAuthentication.SchemeName
        || caller.Roles().Any(role => Policies.Seeing.Contains(role) && Listed(options).Contains(role));

    private static bool SeesOwn(HttpContext context) =>
        Listed(OptionsOf(context)).Contains(Role.Feed) && context.User.Roles().Contains(Role.Feed);

    // What a feed sends is of its own sources, and so is the answer.
    private static bool IsFeedCall(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => a.Policy == Policies.Feed) == true;

    private static Role[] Listed(AuthOptions options) => options.Unmasked ?? ByDefault;

    private static AuthOptions OptionsOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<AuthOptions>>().Value;

    private sealed class OwnPayment;
}
