using System.Security.Claims;
using Dashboard.Api.Auth.SignIn;
using Dashboard.Api.Common;
using Dashboard.Application.Common;
using Dashboard.Domain.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Auth;

/// <summary>Who sees account numbers in full, and the mask of every answer to another caller.</summary>
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

    /// <summary>Masks the answers of a whole group of addresses, so that a new one cannot forget it. An answer that an endpoint writes
    /// itself is its own affair.</summary>
    public static RouteGroupBuilder MaskAnswers(this RouteGroupBuilder group) => group.AddEndpointFilter(async (context, next) =>
    {
        var answer = await next(context);
        return context.HttpContext.SeesAccounts() ? answer : Masked(answer);
    });

    private static object? Masked(object? answer) => answer switch
    {
        INestedHttpResult nested => Masked(nested.Result),
        RefusalResult refusal => refusal.Masked(),
        IMaskable maskable => maskable.Masked(),
        IValueHttpResult { Value: IMaskable maskable } result => TypedResults.Json(
            maskable.Masked(), statusCode: (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK),
        _ => answer,
    };

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
