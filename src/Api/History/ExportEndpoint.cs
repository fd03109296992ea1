using System.Globalization;
using System.IO.Pipelines;
using Dashboard.Api.Common;
using Dashboard.Application.History;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Dashboard.Api.History;

internal static class ExportEndpoint
{
    public static void MapExport(this IEndpointRouteBuilder transactions) =>
        transactions.MapGet("/export", ExportAsync).WithName("ExportTransactions")
            .WithSummary("Everything that the filter selects, newest first, streamed; a few at a time")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv", additionalContentTypes: "application/x-ndjson")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status429TooManyRequests).WithQuery(HistoryParameters.Export);

    /// <summary>Writes page after page, each when the reader has taken most of the ones before.</summary>
    internal static async Task WriteAsync(
        IAsyncEnumerable<IReadOnlyList<ExportedTransaction>> pages, ExportFormat format, PipeWriter output, Action begin, CancellationToken cancellationToken)
    {
        var isFirst = true;
        await foreach (var page in pages.WithCancellation(cancellationToken))
        {
            // Not before the first page is there: a store that cannot be read is an error with a status, not an empty file.
            if (isFirst)
            {
                begin();
                format.WriteHeader(output);
            }

            isFirst = false;
            format.Write(page, output);
            if ((await output.FlushAsync(cancellationToken)).IsCompleted) return;
        }
    }

    private static async Task<IResult> ExportAsync(HttpContext context, IMediator mediator, ExportSlots slots, IOptions<JsonOptions> json)
    {
        var query = new HistoryQuery(context.Request.Query, HistoryParameters.Export);
        var export = query.ReadExport();
        var formatName = query.ReadFormat();
        if (query.Errors.Count > 0) return TypedResults.Problem(Problems.Invalid(query.Errors));
        if (!slots.TryTake()) return Busy(context);
        try
        {
            using var format = ExportFormat.Create(formatName, json.Value.SerializerOptions);
            var pages = await mediator.Send(export, context.RequestAborted);
            await WriteAsync(pages, format, context.Response.BodyWriter, () => Describe(context.Response, export.Filter, format), context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader has gone, which is his right.
        }
        finally
        {
            slots.Release();
        }

        return TypedResults.Empty;
    }

    private static void Describe(HttpResponse response, TransactionFilter filter, ExportFormat format)
    {
        response.ContentType = format.ContentType;
        response.Headers.ContentDisposition =
            $"attachment; filename=\"transactions_{Name(filter.From, "start")}-{Name(filter.To, "now")}.{format.Extension}\"";
        response.Headers.CacheControl = "no-store";
    }

    private static string Name(DateTimeOffset? time, string open) =>
        time?.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) ?? open;

    private static ProblemHttpResult Busy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "10";
        return TypedResults.Problem(new ProblemDetails
        {
            Status = StatusCodes.Status429TooManyRequests,
            Title = $"{ExportSlots.Max} exports are running, which is the most at a time. Ask again later.",
        });
    }
}
