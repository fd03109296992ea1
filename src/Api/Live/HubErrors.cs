using FluentValidation;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Api.Live;

/// <summary>Tells a client what is wrong with its call; anything else stays the general error of the hub.</summary>
internal sealed class HubErrors : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (ValidationException invalid)
        {
            throw new HubException(string.Join(" ", invalid.Errors.Select(e => $"{e.PropertyName} {e.ErrorMessage}.")));
        }
    }
}
