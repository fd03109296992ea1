using Dashboard.Api.Common;
using Dashboard.Infrastructure.Replay;
using Dashboard.Infrastructure.Replay.Runs;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Dashboard.Api.Replay;

/// <summary>Files that were received.</summary>
/// <param name="Mapping">The mapping that came with them; null when there was none.</param>
internal sealed record ReplayUpload(ReplayRun Run, UploadFolder Files, string? Mapping);

/// <summary>Receives the files of a call. One call or replay is under way at a time.</summary>
internal sealed class ReplayUploads(ReplayRuns runs, IOptions<ReplayOptions> options, TimeProvider clock)
{
    public static OpenApiRequestBody Description => new()
    {
        Required = true,
        Description = "A CSV file, plain or compressed with gzip; or multipart/form-data with the parts file (several) and ownMapping (JSON).",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["text/csv"] = Binary(),
            ["application/octet-stream"] = Binary(),
            ["multipart/form-data"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                        ["ownMapping"] = new OpenApiSchema { Type = JsonSchemaType.String },
                    },
                },
            },
        },
    };

    /// <param name="use">Owns the files from then on.</param>
    public async Task<IResult> ReceiveAsync(
        HttpContext context, ReplayQuery query, bool isMappingRequired, Func<ReplayUpload, Task<IResult>> use)
    {
        if (query.Refused is { } refused) return refused;
        // Before the body is read, so that a mistyped name costs no upload.
        if (query.Mapping is not null && UploadedReplays.MappingError(query.Mapping, json: null) is { } unknown)
            return Invalid("mapping", unknown);
        if (runs.TryBegin(query.Mapping ?? "") is not { } run) return Refusals.ReplayRunning.With();

        var files = default(UploadFolder);
        var isReceived = false;
        try
        {
            files = new UploadFolder();
            using var timeout = new CancellationTokenSource(options.Value.UploadTimeout, clock);
            var body = new ReplayBody(files, options.Value.MaxUploadMegabytes * 1024L * 1024);
            var refusal = await ReadAsync(context, query, body, run, timeout);
            refusal ??= MappingRefusal(query, body, isMappingRequired);
            if (refusal is not null) return refusal;
            isReceived = true;
            return await use(new ReplayUpload(run, files, body.Mapping));
        }
        catch (UploadNotSavedException)
        {
            return Refusals.NoRoomForUpload.With();
        }
        finally
        {
            if (!isReceived)
            {
                files?.Dispose();
                Release(run);
            }
        }
    }

    /// <summary>Frees the slot of a call that replays nothing.</summary>
    public void Release(ReplayRun run) => runs.Withdraw(run);

    private static async Task<IResult?> ReadAsync(
        HttpContext context, ReplayQuery query, ReplayBody body, ReplayRun run, CancellationTokenSource timeout)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted, run.Cancelled);
        try
        {
            return await body.ReadAsync(context.Request, query.FileName, ending.Token) is { } refusal ? refusal : null;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return Refusals.UploadTooSlow.With();
        }
        catch (OperationCanceledException) when (run.Cancelled.IsCancellationRequested)
        {
            return Refusals.ReplayCancelled.With();
        }
        // A body that breaks off. A refusal of the server itself has its own answer.
        catch (IOException exception) when (exception is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            return Invalid("body", "cannot be read");
        }
    }

    private static RefusalResult? MappingRefusal(ReplayQuery query, ReplayBody body, bool isRequired)
    {
        if (query.Mapping is null && body.Mapping is null)
            return isRequired ? Invalid("mapping", "is required: a name in the query, or the part ownMapping of the body") : null;
        return UploadedReplays.MappingError(query.Mapping, body.Mapping) is { } error ? Invalid("mapping", error) : null;
    }

    private static RefusalResult Invalid(string field, string error) =>
        Refusals.InvalidFields(new Dictionary<string, string[]> { [field] = [error] });

    private static OpenApiMediaType Binary() => new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
}
