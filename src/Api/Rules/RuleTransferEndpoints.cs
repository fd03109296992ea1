using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bodies;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Rules.Transfer;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api.Rules;

/// <summary>All rules as one text, out and in.</summary>
internal static class RuleTransferEndpoints
{
    private const int MaxBodyBytes = 4 * 1024 * 1024;

    public static void MapRuleTransfer(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/rules").WithTags("Rules");
        group.MapGet("/export", ExportAsync).WithName("ExportRules").WithSummary("All rules as one text, for review and comparison")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").Refuses(Refusals.StoreAway).RequireAuthorization(Policies.See);
        group.MapPost("/import", ImportAsync).WithName("ImportRules")
            .WithSummary("Makes drafts of the rules of a text that differ; with dryRun it says what it would do")
            .Accepts<ImportBody>("application/json").RefusesBodies().Refuses(Refusals.Invalid, Refusals.StoreAway)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBodyBytes)).RequireAuthorization(Policies.EditRules);
    }

    private static async Task<ContentHttpResult> ExportAsync(IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Text(await mediator.Send(new ExportRules(), cancellationToken), "text/plain; charset=utf-8");

    private static async Task<Ok<RuleImport>> ImportAsync(
        HttpContext context, JsonBody<ImportBody> body, IMediator mediator, CancellationToken cancellationToken)
    {
        var import = new ImportRules(
            body.Value.Text, body.Value.DryRun ?? false, context.Author(body.Value.By), body.Value.Reason);
        return TypedResults.Ok(await mediator.Send(import, cancellationToken));
    }

    /// <param name="Text">As the export writes it.</param>
    /// <param name="DryRun">Says what it would do, and does nothing.</param>
    /// <param name="Reason">Why; not needed for a dry run.</param>
    /// <param name="By">The name of a caller who has not signed in.</param>
    internal sealed record ImportBody(string? Text, bool? DryRun, string? Reason, string? By);
}
