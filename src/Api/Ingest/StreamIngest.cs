using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Dashboard.Application.Transactions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Ingest;

/// <summary>Newline-delimited JSON in, an answer per line out, while it reads. Memory is one chunk, whatever the length of the stream.</summary>
internal static class StreamIngest
{
    private const int ChunkLines = 500;
    private const int MaxLineBytes = 64 * 1024;
    private const string ContentType = "application/x-ndjson";

    private static readonly IReadOnlyDictionary<string, string> NoErrors = new Dictionary<string, string>();
    private static readonly IReadOnlyDictionary<string, string> NotJson = new Dictionary<string, string> { ["body"] = "is not valid JSON" };

    public static async Task RunAsync(HttpContext context, IngestGate gate, IOptions<IngestOptions> options, IOptions<JsonOptions> json)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        context.Response.ContentType = ContentType;
        var chunk = new List<(long Line, NewTransaction? Item, IReadOnlyDictionary<string, string> Errors)>(ChunkLines);
        long line = 0;
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            var buffer = read.Buffer;
            while (chunk.Count < ChunkLines && TryReadLine(ref buffer, read.IsCompleted, out var text))
            {
                line++;
                if (!IsBlank(text)) chunk.Add(Parse(gate, line, text));
            }

            var isTooLong = buffer.Length > MaxLineBytes && buffer.PositionOf((byte)'\n') is null;
            var isDone = isTooLong || (read.IsCompleted && buffer.IsEmpty);
            context.Request.BodyReader.AdvanceTo(buffer.Start, chunk.Count < ChunkLines ? buffer.End : buffer.Start);
            // Answered as soon as nothing more is at hand: a slow sender gets its answers at once, a fast one in chunks.
            if (chunk.Count > 0 && !await AnswerAsync(context, gate, chunk, options.Value.StreamPatience, json.Value.SerializerOptions)) return;
            if (isTooLong) await WriteAsync(context, [new ItemAnswer(line + 1, "rejected", null, new Dictionary<string, string> { ["body"] = $"is longer than {MaxLineBytes} bytes; the stream ends here" })], json.Value.SerializerOptions);
            if (isDone) return;
        }
    }

    // False when the chunk was refused: the stream ends there, and the sender knows which lines were not kept.
    private static async Task<bool> AnswerAsync(
        HttpContext context, IngestGate gate, List<(long Line, NewTransaction? Item, IReadOnlyDictionary<string, string> Errors)> chunk,
        TimeSpan patience, JsonSerializerOptions json)
    {
        var results = await gate.TakeAsync([.. chunk.Select(c => (c.Item, c.Errors))], idempotencyKey: null, patience, context.RequestAborted);
        await WriteAsync(context, results.Select((r, i) => ItemAnswer.From(chunk[i].Line, r)), json);
        chunk.Clear();
        return !results.Any(r => r.IsRefused);
    }

    private static async Task WriteAsync(HttpContext context, IEnumerable<ItemAnswer> answers, JsonSerializerOptions json)
    {
        foreach (var answer in answers)
        {
            await JsonSerializer.SerializeAsync(context.Response.BodyWriter, answer, json, context.RequestAborted);
            context.Response.BodyWriter.Write("\n"u8);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static (long, NewTransaction?, IReadOnlyDictionary<string, string>) Parse(IngestGate gate, long line, ReadOnlySequence<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return gate.TryRead(document.RootElement, out var item, out var errors) ? (line, item, NoErrors) : (line, null, errors);
        }
        catch (JsonException)
        {
            return (line, null, NotJson);
        }
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, bool isCompleted, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        // The last line may lack its line break.
        line = isCompleted ? buffer : default;
        if (!isCompleted || buffer.IsEmpty || buffer.Length > MaxLineBytes) return false;
        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
            if (segment.Span.ContainsAnyExcept(" \t\r"u8)) return false;
        return true;
    }
}
