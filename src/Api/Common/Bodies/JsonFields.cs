using System.Buffers;
using System.Text.Json;

namespace Dashboard.Api.Common.Bodies;

/// <summary>A JSON value that is not what its field takes. The message says what the field takes.</summary>
internal sealed class UnreadableValueException(string message) : JsonException(message);

/// <summary>Says field by field why a JSON text cannot be read as an object of a type.</summary>
internal static class JsonFields
{
    private const int MaxErrors = 20;

    private static readonly Dictionary<string, string> NotJson = new() { ["body"] = "is not valid JSON" };
    private static readonly Dictionary<string, string> NotAnObject = new() { ["body"] = "must be a JSON object" };

    /// <summary>True for what the serializer throws because of its input.</summary>
    public static bool IsInputError(Exception exception) => exception is JsonException or InvalidOperationException or FormatException;

    /// <summary>Field → what is wrong. The text is parsed once more, so this is for texts that could not be read.</summary>
    public static Dictionary<string, string> ErrorsOf<T>(ReadOnlySequence<byte> json, JsonSerializerOptions options)
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

        using (document) return document.RootElement.ValueKind == JsonValueKind.Object ? ErrorsOf<T>(document.RootElement, options) : NotAnObject;
    }

    private static Dictionary<string, string> ErrorsOf<T>(JsonElement json, JsonSerializerOptions options)
    {
        var known = options.GetTypeInfo(typeof(T)).Properties.ToDictionary(p => p.Name, p => p.PropertyType);
        var seen = new HashSet<string>();
        var errors = new Dictionary<string, string>();
        try
        {
            foreach (var field in json.EnumerateObject())
            {
                if (errors.Count == MaxErrors) break;
                if (!known.TryGetValue(field.Name, out var type)) errors[field.Name] = "is unknown; known are " + string.Join(", ", known.Keys);
                else if (!seen.Add(field.Name)) errors[field.Name] = "is given twice";
                else if (ErrorOf(field.Value, type, options) is { } error) errors[field.Name] = error;
            }
        }
        catch (InvalidOperationException)
        {
            // The name of a field has an escape that is not a character.
            return NotJson;
        }

        return errors.Count > 0 ? errors : NotJson;
    }

    private static string? ErrorOf(JsonElement value, Type type, JsonSerializerOptions options)
    {
        try
        {
            value.Deserialize(type, options);
            return null;
        }
        catch (UnreadableValueException exception)
        {
            return exception.Message;
        }
        catch (Exception exception) when (IsInputError(exception))
        {
            return (Nullable.GetUnderlyingType(type) ?? type) switch
            {
                var text when text == typeof(string) => value.ValueKind == JsonValueKind.String ? "is not a text of Unicode" : "must be a text",
                var boolean when boolean == typeof(bool) => "must be true or false",
                var number when number == typeof(int) || number == typeof(long) => "must be a whole number",
                _ => "is not of the expected type",
            };
        }
    }
}
