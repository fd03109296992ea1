using System.Buffers;
using System.Text.Json;
using Dashboard.Application.Ingest;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Ingest;

/// <summary>An item as it was sent.</summary>
/// <param name="Item">Null when it could not be read.</param>
/// <param name="Errors">Field → what is wrong; empty for an item that could be read.</param>
internal readonly record struct SentItem(NewTransaction? Item, IReadOnlyDictionary<string, string> Errors);

/// <summary>From bytes to items in one pass. What cannot be read that way is looked at once more, for the error to say where.</summary>
internal sealed class ItemReader(IOptions<JsonOptions> json)
{
    private static readonly Dictionary<string, string> NoErrors = [];
    private static readonly Dictionary<string, string> NotJson = new() { ["body"] = "is not valid JSON" };
    private static readonly Dictionary<string, string> NotAnObject = new() { ["body"] = "must be a JSON object" };

    private readonly JsonSerializerOptions _options = json.Value.SerializerOptions;

    /// <summary>One JSON value as an item, or the errors by field.</summary>
    public SentItem Read(ReadOnlySequence<byte> json)
    {
        try
        {
            var reader = json.IsSingleSegment ? new Utf8JsonReader(json.FirstSpan) : new Utf8JsonReader(json);
            if (JsonSerializer.Deserialize<NewTransaction>(ref reader, _options) is { } item && !reader.Read()) return new SentItem(item, NoErrors);
        }
        catch (Exception exception) when (IsOfTheSender(exception))
        {
            // Said below.
        }

        return new SentItem(null, ErrorsOf(json));
    }

    /// <summary>The items of an array; null for valid JSON that is no array, or one of more than <paramref name="max"/>.</summary>
    /// <exception cref="JsonException">It is no JSON; then none is read.</exception>
    public IReadOnlyList<SentItem>? ReadArray(ReadOnlySequence<byte> json, int max)
    {
        // In one piece, because an item is cut out of it by its place.
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

    private Dictionary<string, string> ErrorsOf(ReadOnlySequence<byte> json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return NotJson;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object) return NotAnObject;
            try
            {
                document.RootElement.Deserialize<NewTransaction>(_options);
                return NotJson;
            }
            catch (Exception exception) when (IsOfTheSender(exception))
            {
                var path = (exception as JsonException)?.Path?.TrimStart('$', '.');
                return new() { [string.IsNullOrEmpty(path) ? "body" : path] = "is unknown, given twice, or not of the expected type" };
            }
        }
    }

    private static bool IsOfTheSender(Exception exception) => exception is JsonException or InvalidOperationException or FormatException;
}
