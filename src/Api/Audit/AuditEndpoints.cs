using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bounds;
using Dashboard.Api.Common.Description;
using Dashboard.Api.History;
using Dashboard.Application.Audit;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Dashboard.Api.Audit;

internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/audit").WithTags("Audit").RequireAuthorization(Policies.Audit);
        group.MapGet("/", ListAsync).WithName("ListAudit")
            .WithSummary("Who did what, newest first, page by page; that it was read is an entry as well")
            .Refuses(Refusals.Invalid, Refusals.StoreAway).WithQuery(AuditQuery.Parameters).WithReadSlot();
        group.MapGet("/export", ExportAsync).WithName("ExportAudit")
            .WithSummary("Every entry that the filter selects, newest first, streamed; that it was exported is an entry as well")
            .WithQuery(AuditQuery.Export)
            .AnswersBytes((CsvFormat.MediaType, LineContent.Csv), (NdjsonFormat.MediaType, LineContent.Of(typeof(AuditEntryDto))))
            .AnswersHeader(StatusCodes.Status200OK, HeaderNames.ContentDisposition, "Name of the file.")
            .Refuses(Refusals.Invalid, Refusals.ExportBusy, Refusals.StoreAway).EndsWithSignIn();
    }

    private static Task<Results<Ok<AuditPage>, RefusalResult>> ListAsync(
        HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var query = new AuditQuery(context.Request.Query, AuditQuery.Parameters);
        return query.AnswerAsync(query.Read(context.Actor()), mediator, cancellationToken);
    }

    private static async Task<IResult> ExportAsync(
        HttpContext context, IMediator mediator, ExportSlots slots, SlowExports slow, IOptions<JsonOptions> json)
    {
        var query = new AuditQuery(context.Request.Query, AuditQuery.Export);
        var (filter, format, separator) = (query.ReadFilter(), query.ReadFormat(), query.ReadSeparator());
        if (query.Refused is { } refused) return refused;
        if (!await slots.TryTakeAsync(context.RequestAborted)) return Refusals.ExportBusy.With();
        try
        {
            var lines = new AuditExport(format, separator, json.Value.SerializerOptions);
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                var pages = await mediator.Send(new ExportAudit(filter, format.ToString(), context.Actor()), context.RequestAborted);
                await WriteAsync(context, pages, lines, slow.PaceOf(context));
            }
            else
            {
                Describe(context.Response, lines);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException
            && context.RequestAborted.IsCancellationRequested)
        {
            // The client closed the connection, or was disconnected because it did not read.
        }
        finally
        {
            slots.Release();
        }

        return TypedResults.Empty;
    }

    private static async Task WriteAsync(
        HttpContext context, IAsyncEnumerable<IReadOnlyList<AuditEntryDto>> pages, AuditExport lines, ReadingPace pace)
    {
        var output = context.Response.BodyWriter;
        var isFirst = true;
        await foreach (var page in pages.WithCancellation(context.RequestAborted))
        {
            // Not before the first page is read: a store that cannot be read is an error with a status.
            if (isFirst)
            {
                Describe(context.Response, lines);
                lines.WriteHeader(output);
            }

            isFirst = false;
            lines.Write(page, output);
            if (await pace.FlushAsync(output, context.RequestAborted)) return;
        }
    }

    private static void Describe(HttpResponse response, AuditExport lines)
    {
        response.ContentType = lines.ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{lines.FileName}\"";
        response.Headers.CacheControl = "no-store";
    }
}
