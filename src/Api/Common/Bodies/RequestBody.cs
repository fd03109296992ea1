using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Dashboard.Api.Common.Bodies;

/// <summary>A JSON body that cannot be read; answered with 400.</summary>
internal sealed class UnreadableBodyException(IReadOnlyDictionary<string, string> errors) : Exception("The body cannot be read.")
{
    public IReadOnlyDictionary<string, string> Errors { get; } = errors;
}

/// <summary>Reads the body of a call.</summary>
internal static class RequestBody
{
    /// <summary>Without the byte order mark that some senders begin with.</summary>
    public static ReadOnlySequence<byte> WithoutMark(ReadOnlySequence<byte> text)
    {
        if (text.Length < 3) return text;
        Span<byte> first = stackalloc byte[3];
        text.Slice(0, 3).CopyTo(first);
        return first.SequenceEqual("\uFEFF"u8) ? text.Slice(3) : text;
    }

    /// <summary>Reads the whole body, within the limit of its endpoint. The read ends when the call takes too long, and when the program
    /// stops.</summary>
    /// <param name="read">Its result must not refer to the bytes.</param>
    public static async Task<T> ReadAsync<T>(HttpContext context, Func<ReadOnlySequence<byte>, T> read)
    {
        if (!context.Request.HasJsonContentType()) throw Refusals.NotJson.ToException();
        var body = context.Request.BodyReader;
        while (true)
        {
            var part = await body.ReadAsync(context.RequestAborted);
            if (part.IsCanceled)
            {
                body.AdvanceTo(part.Buffer.Start, part.Buffer.End);
                throw Refusals.BodyTooSlow.ToException();
            }

            if (!part.IsCompleted)
            {
                body.AdvanceTo(part.Buffer.Start, part.Buffer.End);
                continue;
            }

            try
            {
                return read(WithoutMark(part.Buffer));
            }
            finally
            {
                body.AdvanceTo(part.Buffer.End);
            }
        }
    }
}

/// <summary>A parameter of an endpoint that is read from a JSON body, with an error for each wrong field.</summary>
internal sealed record JsonBody<T>(T Value)
    where T : class
{
    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return await RequestBody.ReadAsync(context, json => new JsonBody<T>(Read(json, options)));
    }

    private static T Read(ReadOnlySequence<byte> json, JsonSerializerOptions options)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (JsonSerializer.Deserialize<T>(ref reader, options) is { } value && !reader.Read()) return value;
        }
        catch (Exception exception) when (JsonFields.IsInputError(exception))
        {
            // The errors are named below.
        }

        throw new UnreadableBodyException(JsonFields.ErrorsOf<T>(json, options));
    }
}
