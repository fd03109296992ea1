using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bounds;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Profiles;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api.Profiles;

internal static class ProfileEndpoints
{
    public static void MapProfiles(this IEndpointRouteBuilder api) =>
        api.MapGet("/profile", GetAsync).WithTags("Profiles").WithName("GetProfile")
            .WithSummary("What an account or a counterparty did, from its newest payments")
            .Refuses(Refusals.Invalid, Refusals.StoreAway).WithQuery(ProfileQuery.Parameters).WithReadSlot()
            .RequireAuthorization(Policies.See);

    private static Task<Results<Ok<ProfileDto>, RefusalResult>> GetAsync(
        HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = new ProfileQuery(request.Query);
        return query.AnswerAsync(query.Read(), mediator, cancellationToken);
    }
}
