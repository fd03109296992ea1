using Dashboard.Application.Common.Cards;
using Microsoft.AspNetCore.Diagnostics;

namespace Dashboard.Api.Common;

/// <summary>Names the address of a call for the audit trail and the log.</summary>
internal static class CalledPlaces
{
    /// <summary>The template of the route. A caller puts into a path whatever it likes, such as an account number; where no template of
    /// the program matched, the parts of the path with a digit are hidden.</summary>
    public static string PlaceOf(this HttpContext context)
    {
        // A failed call has lost its endpoint.
        var failed = context.Features.Get<IExceptionHandlerFeature>();
        var template = ((failed?.Endpoint ?? context.GetEndpoint()) as RouteEndpoint)?.RoutePattern.RawText;
        if (template is null || template.Contains("{*", StringComparison.Ordinal))
            return FreeText.MaskedPath(failed?.Path ?? context.Request.Path.Value ?? "/");
        // A group ends with a slash.
        return "/" + template.Trim('/');
    }
}
