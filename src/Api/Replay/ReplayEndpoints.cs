using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Audit;
using Dashboard.Application.Common.Cards;
using Dashboard.Infrastructure.Replay.Runs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Api.Replay;

internal static class ReplayEndpoints
{
    // A replay that is cancelled ends once the rows on their way are stored. With a store that is away, the caller asks again.
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(5);

    public static void MapReplays(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/replays").WithTags("Replay").RequireAuthorization(Policies.See);
        group.MapGet("/", (ReplayRuns runs) => runs.Newest).WithName("ListReplays").WithSummary("The newest replays of this run");
        group.MapGet("/mappings", () => UploadedReplays.Mappings).WithName("ListReplayMappings")
            .WithSummary("The mappings that come with the program");
        group.MapGet("/{id}", Get).WithName("GetReplay").WithSummary("How far a replay is").Refuses(Refusals.UnknownReplay);
        group.MapDelete("/{id}", CancelAsync).WithName("CancelReplay")
            .WithSummary("Ends a replay after the rows that are on their way; one that has ended stays as it is")
            .Refuses(Refusals.UnknownReplay).RequireAuthorization(Policies.Operate);
        group.MapPost("/", StartAsync).WithName("PostReplay").WithSummary("Replays the files of the body; 202 once they are received")
            .WithQuery(ReplayQuery.StartParameters).WithUpload().Produces<ReplayDto>(StatusCodes.Status202Accepted)
            .RequireAuthorization(Policies.Operate);
        group.MapPost("/preview", PreviewAsync).WithName("PreviewReplay")
            .WithSummary("What a mapping makes of the first rows of the body, without storing anything")
            .WithQuery(ReplayQuery.PreviewParameters).WithUpload().Produces<ReplayPreviewDto>().RequireAuthorization(Policies.Operate);
    }

    private static Results<Ok<ReplayDto>, RefusalResult> Get(string id, ReplayRuns runs) =>
        runs.Find(id) is { } run ? TypedResults.Ok(run.State) : Refusals.UnknownReplay.With();

    private static async Task<Results<Ok<ReplayDto>, RefusalResult>> CancelAsync(
        HttpContext context, string id, ReplayRuns runs, AuditTrail trail, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (runs.Find(id) is not { } run) return Refusals.UnknownReplay.With();
        await trail.NoteAsync(context.Actor(), AuditActions.ReplayCancelled, id);
        run.Cancel();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(run.Ended, Task.Delay(CancelPatience, clock, patience.Token));
        await patience.CancelAsync();
        return TypedResults.Ok(run.State);
    }

    private static Task<IResult> StartAsync(
        HttpContext context, ReplayUploads uploads, UploadedReplays replays, AuditTrail trail)
    {
        var query = new ReplayQuery(context.Request.Query, ReplayQuery.StartParameters);
        return uploads.ReceiveAsync(context, query, isMappingRequired: true, async upload =>
        {
            replays.Start(upload.Run, upload.Files, query.Mapping, upload.Mapping, query.Sort, query.Speed);
            var state = upload.Run.State;
            await trail.NoteAsync(
                context.Actor(), AuditActions.ReplayStarted, state.Id,
                after: new { Mapping = FreeText.Masked(query.Mapping), query.Speed, query.Sort });
            return TypedResults.Accepted($"{context.Request.PathBase}/api/v1/replays/{state.Id}", state);
        });
    }

    private static Task<IResult> PreviewAsync(HttpContext context, ReplayUploads uploads, UploadedReplays replays)
    {
        var query = new ReplayQuery(context.Request.Query, ReplayQuery.PreviewParameters);
        return uploads.ReceiveAsync(context, query, isMappingRequired: false, async upload =>
        {
            using var files = upload.Files;
            try
            {
                return TypedResults.Ok(
                    await replays.PreviewAsync(files, query.Mapping, upload.Mapping, query.Rows, context.RequestAborted));
            }
            finally
            {
                uploads.Release(upload.Run);
            }
        });
    }

    private static RouteHandlerBuilder WithUpload(this RouteHandlerBuilder endpoint) => endpoint
        .WithMetadata(new DisableRequestSizeLimitAttribute())
        .Refuses(
            Refusals.Invalid, Refusals.UploadTooSlow, Refusals.UploadTooLarge, Refusals.ReplayRunning, Refusals.ReplayCancelled,
            Refusals.NoRoomForUpload)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = ReplayUploads.Description;
            return Task.CompletedTask;
        });
}
