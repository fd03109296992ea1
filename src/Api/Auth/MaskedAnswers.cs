using Dashboard.Api.Common;
using Dashboard.Application.Common;

namespace Dashboard.Api.Auth;

/// <summary>Masks account numbers in every answer to a caller who may not see them.</summary>
internal static class MaskedAnswers
{
    /// <summary>For a whole group of addresses, so that a new one cannot forget it. An answer that an endpoint writes itself is its own
    /// affair.</summary>
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
}
