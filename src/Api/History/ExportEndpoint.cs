using System.Globalization;
using System.IO.Pipelines;
using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bounds;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Audit;
using Dashboard.Application.Common;
using Dashboard.Application.Common.Cards;
using Dashboard.Application.History;
using MediatR;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Dashboard.Api.History;

internal static class ExportEndpoint
{
    private const string Name = "ExportTransactions";

    /// <summary>Exports are compressed for a caller that offers gzip or Brotli. Other answers are small.</summary>
    public static void AddExportCompression(this IServiceCollection services) => services.AddResponseCompression(options =>
    {
        // Behind TLS as well: the answer holds nothing that only the caller may know, such as a token.
        options.EnableForHttps = true;
        options.MimeTypes = [CsvFormat.MediaType, NdjsonFormat.MediaType];
    });

    public static void UseExportCompression(this WebApplication app) => app.UseWhen(
        context => context.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == Name,
        branch => branch.UseResponseCompression());

    public static void MapExport(this IEndpointRouteBuilder transactions) =>
        transactions.MapGet("/export", ExportAsync).WithName(Name)
            .WithSummary("Everything that the filter selects, newest first, streamed; a few at a time")
            .WithQuery(HistoryParameters.Export)
            .AnswersBytes((CsvFormat.MediaType, LineContent.Csv), (NdjsonFormat.MediaType, LineContent.Of(typeof(TransactionDto))))
            .AnswersHeader(StatusCodes.Status200OK, HeaderNames.ContentDisposition, "Name of the file, with the time range.")
            .Refuses(Refusals.Invalid, Refusals.TooManyToSort, Refusals.ExportBusy, Refusals.StoreAway)
            .RequireAuthorization(Policies.See).EndsWithSignIn();

    /// <summary>Writes page after page, each one when the client has received most of the pages before.</summary>
    internal static async Task WriteAsync(
        IAsyncEnumerable<IReadOnlyList<ExportedTransaction>> pages, ExportFormat format, PipeWriter output, Action begin, ReadingPace pace,
        CancellationToken cancellationToken)
    {
        var isFirst = true;
        await foreach (var page in pages.WithCancellation(cancellationToken))
        {
            // Headers only when the first page is read: a store that cannot be read is an error with a status, not an empty file.
            if (isFirst)
            {
                begin();
                format.WriteHeader(output);
            }

            isFirst = false;
            format.Write(page, output);
            if (await pace.FlushAsync(output, cancellationToken)) return;
        }
    }

    private static async Task<IResult> ExportAsync(
        HttpContext context, IMediator mediator, ExportSlots slots, SlowExports slow, AuditTrail trail,
        IOptions<AuthOptions> auth, IOptions<JsonOptions> json)
    {
        var query = new HistoryQuery(context.Request.Query, HistoryParameters.Export);
        var export = query.ReadExport();
        var formatName = query.ReadFormat();
        var dialect = query.ReadDialect();
        var purpose = query.ReadPurpose(isRequired: auth.Value.ExportPurpose);
        if (query.Refused is { } refused) return refused;
        if (!await slots.TryTakeAsync(context.RequestAborted)) return Refusals.ExportBusy.With();
        try
        {
            using var format = ExportFormat.Create(formatName, dialect, json.Value.SerializerOptions);
            if (HttpMethods.IsHead(context.Request.Method))
            {
                // Without the rows, which would not be sent.
                Describe(context.Response, export.Filter, format);
                return TypedResults.Empty;
            }

            await trail.StoreAsync(
                context.Actor(), AuditActions.Exported, "transactions", before: null,
                new { Filter = Masked(export.Filter), Format = formatName, Purpose = Noted(purpose, export.Filter) },
                context.RequestAborted);
            var pages = await mediator.Send(export, context.RequestAborted);
            if (!context.SeesAccounts())
                pages = pages.Select(IReadOnlyList<ExportedTransaction> (page) => [.. page.Select(t => t.Masked())]);
            await WriteAsync(
                pages, format, context.Response.BodyWriter, () => Describe(context.Response, export.Filter, format),
                slow.PaceOf(context), context.RequestAborted);
        }
        catch (TooManyToSortException) when (!context.Response.HasStarted)
        {
            return Refusals.TooManyToSort.With();
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

    // The trail has readers of its own.
    private static TransactionFilter Masked(TransactionFilter filter) => filter with
    {
        Account = filter.Account is { } account ? AccountMask.Of(account) : null,
        Counterparty = AccountMask.OfCounterparty(filter.Counterparty),
        Source = FreeText.Masked(filter.Source),
        Reference = FreeText.MaskedFilter(filter.Reference),
        Flag = FreeText.Masked(filter.Flag),
        FailureReason = FreeText.Masked(filter.FailureReason),
    };

    // The caller may repeat what the filter has.
    private static string? Noted(string? purpose, TransactionFilter filter)
    {
        foreach (var value in (string?[])[filter.Account, filter.Counterparty, filter.Reference])
        {
            if (value?.Any(char.IsDigit) == true)
                purpose = purpose?.Replace(value, AccountMask.Of(value), StringComparison.OrdinalIgnoreCase);
        }

        return FreeText.Masked(purpose);
    }

    private static void Describe(HttpResponse response, TransactionFilter filter, ExportFormat format)
    {
        response.ContentType = format.ContentType;
        response.Headers.ContentDisposition =
            $"attachment; filename=\"transactions_{NameOf(filter.From, "start")}-{NameOf(filter.To, "now")}.{format.Extension}\"";
        response.Headers.CacheControl = "no-store";
    }

    private static string NameOf(DateTimeOffset? time, string open) =>
        time?.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) ?? open;
}
