using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Dashboard.Api.Ingest.Streams;

/// <summary>The body of a stream: as long and as slow as its sender likes, and dropped when the stream ends before it.</summary>
internal static class StreamBody
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The bounds of a stream are the size of a chunk and the times between two lines and two answers.</summary>
    public static void LiftLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } answers) answers.MinDataRate = null;
    }

    /// <summary>Completes the answer. The sender has a moment to read it and to close: otherwise the server, and a stop of the program,
    /// would wait for the rest of the body.</summary>
    public static async Task CloseAsync(HttpContext context, TimeProvider clock)
    {
        await context.Response.CompleteAsync();
        var body = context.Request.BodyReader;
        await using var enough = clock.CreateTimer(_ => body.CancelPendingRead(), null, CloseTimeout, Timeout.InfiniteTimeSpan);
        if (!await DropAsync(body, context.RequestAborted)) context.Abort();
    }

    /// <summary>Drops the rest of the body until something has ended. A sender that does not read before it has sent everything reads its
    /// answers then. False when the body has not ended by then.</summary>
    public static async Task<bool> DropUntilAsync(HttpContext context, Task end)
    {
        var body = context.Request.BodyReader;
        var dropping = DropAsync(body, context.RequestAborted);
        await end;
        if (!dropping.IsCompleted) body.CancelPendingRead();
        return await dropping;
    }

    // False when it was told to stop before the end of the body.
    private static async Task<bool> DropAsync(PipeReader body, CancellationToken aborted)
    {
        try
        {
            ReadResult read;
            do
            {
                read = await body.ReadAsync(aborted);
                body.AdvanceTo(read.Buffer.End);
            }
            while (read is { IsCompleted: false, IsCanceled: false });
            return read.IsCompleted;
        }
        catch (InvalidDataException)
        {
            // The rest cannot be inflated; the server itself drops it.
            return true;
        }
    }
}
