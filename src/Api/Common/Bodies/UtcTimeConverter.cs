using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Application.Common;

namespace Dashboard.Api.Common.Bodies;

/// <summary>Writes times as UTC with a Z; reads them with <see cref="TimeReader"/>.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    private const int MaxBytes = 256;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new UnreadableValueException(TimeReader.Requirement);
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length > MaxBytes) throw new UnreadableValueException(TimeReader.Requirement);
        Span<char> text = stackalloc char[MaxBytes];
        return TimeReader.TryRead(text[..reader.CopyString(text)], out var time, out var error)
            ? time
            : throw new UnreadableValueException(error);
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}
