using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Api.Common.Bodies;

/// <summary>Reads and writes the values of an enumeration by name, in any case. Exactly one name: a list of names is an error.</summary>
internal sealed class NameConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly (T Value, string Name, JsonEncodedText Text)[] All =
        [.. Enum.GetValues<T>().Select(v => (v, v.ToString(), JsonEncodedText.Encode(v.ToString())))];

    private static readonly string Requirement = "must be one of " + string.Join(", ", All.Select(v => v.Name));

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        foreach (var (value, name, _) in All)
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase)) return value;
        throw new UnreadableValueException(Requirement);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        foreach (var (known, _, text) in All)
        {
            if (!EqualityComparer<T>.Default.Equals(known, value)) continue;
            writer.WriteStringValue(text);
            return;
        }

        throw new JsonException($"{value} is not a {typeof(T).Name}.");
    }
}

/// <summary>Makes a <see cref="NameConverter{T}"/> for each enumeration.</summary>
internal sealed class NameConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(NameConverter<>).MakeGenericType(typeToConvert))!;
}
