using Dashboard.Api.Common;
using Dashboard.Api.Common.Bodies;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Auth;
using Dashboard.Domain.Auth;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api.Auth;

internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/keys").WithTags("Keys").RequireAuthorization(Policies.ManageKeys);
        group.MapGet("/", (IMediator mediator, CancellationToken cancellationToken) => mediator.Send(new ListKeys(), cancellationToken))
            .WithName("ListKeys").WithSummary("All API keys, newest first, without their secrets").Refuses(Refusals.StoreAway);
        group.MapPost("/", CreateAsync).WithName("PostKey").WithSummary("Makes an API key; the answer alone has its secret")
            .Accepts<KeyBody>("application/json").Produces<CreatedKey>(StatusCodes.Status201Created).RefusesBodies()
            .Refuses(Refusals.Invalid, Refusals.StoreAway);
        group.MapDelete("/{id}", RevokeAsync).WithName("RevokeKey")
            .WithSummary("Ends an API key; every node refuses it within seconds, and the same when it is sent again")
            .Refuses(Refusals.UnknownKey, Refusals.StoreAway);
    }

    /// <summary>For the OpenAPI document.</summary>
    public static readonly BodyShape Body = new(
        typeof(KeyBody), ["name", "roles"],
        new Dictionary<string, FieldShape>
        {
            ["name"] = FieldShape.Text(ApiKey.MaxNameLength),
        });

    private static async Task<IResult> CreateAsync(
        HttpContext context, JsonBody<KeyBody> body, IMediator mediator, CancellationToken cancellationToken)
    {
        var wanted = new CreateKey(body.Value.Name, body.Value.Roles, body.Value.Sources, body.Value.ExpiresAt, context.Actor());
        var created = await mediator.Send(wanted, cancellationToken);
        return TypedResults.Created($"{context.Request.PathBase}/api/v1/keys", created);
    }

    private static async Task<Results<Ok<ApiKeyDto>, RefusalResult>> RevokeAsync(
        HttpContext context, string id, IMediator mediator, CancellationToken cancellationToken) =>
        KeyId.TryParse(id, out var parsed) && await mediator.Send(new RevokeKey(parsed, context.Actor()), cancellationToken) is { } revoked
            ? TypedResults.Ok(revoked)
            : Refusals.UnknownKey.With();

    /// <summary>The body of a new key.</summary>
    internal sealed record KeyBody(
        string? Name, IReadOnlyList<Role>? Roles, IReadOnlyList<string>? Sources, DateTimeOffset? ExpiresAt);
}
