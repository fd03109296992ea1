using System.Buffers;
using System.Text.Json;
using Dashboard.Api.Common.Bodies;
using Dashboard.Application.Ingest;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Ingest;

/// <summary>Reads items from bytes in one pass. An item that cannot be read is parsed once more, to name the field in the error.</summary>
internal sealed class ItemReader(IOptions<JsonOptions> json)
{
    private readonly JsonSerializerOptions _options = json.Value.SerializerOptions;

    /// <summary>One JSON value as an item, or the errors by field.</summary>
    public IngestItem Read(ReadOnlySequence<byte> json)
    {
        try
        {
            var reader = json.IsSingleSegment ? new Utf8JsonReader(json.FirstSpan) : new Utf8JsonReader(json);
            if (JsonSerializer.Deserialize<NewTransaction>(ref reader, _options) is { } item && !reader.Read())
                return IngestItem.Readable(item);
        }
        catch (Exception exception) when (JsonFields.IsInputError(exception))
        {
            // The error is named below.
        }

        return IngestItem.Unreadable(JsonFields.ErrorsOf<NewTransaction>(json, _options));
    }

    /// <summary>The items of an array; null for valid JSON that is not an array, or an array of more than <paramref name="max"/>.</summary>
    /// <exception cref="JsonException">The text is not JSON; no item is read.</exception>
    public IReadOnlyList<IngestItem>? ReadArray(ReadOnlySequence<byte> json, int max)
    {
        // In one piece, because each item is a slice of it.
        var length = (int)json.Length;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            json.CopyTo(bytes);
            return Places(bytes.AsSpan(0, length), max)?.ConvertAll(p => Read(new ReadOnlySequence<byte>(bytes, p.Start, p.Length)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static List<(int Start, int Length)>? Places(ReadOnlySpan<byte> json, int max)
    {
        var places = new List<(int, int)>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        while (reader.Read())
        {
            if (!isArray || reader.CurrentDepth == 0) continue;
            var start = reader.TokenStartIndex;
            reader.Skip();
            if (places.Count <= max) places.Add(((int)start, (int)(reader.BytesConsumed - start)));
        }

        return isArray && places.Count <= max ? places : null;
    }
}
