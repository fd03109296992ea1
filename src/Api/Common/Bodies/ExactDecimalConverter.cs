using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Application.Common;

namespace Dashboard.Api.Common.Bodies;

/// <summary>Reads numbers with <see cref="AmountReader"/>: digits that a decimal cannot hold are an error and are not dropped.</summary>
internal sealed class ExactDecimalConverter : JsonConverter<decimal>
{
    private const int UsualBytes = 256;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number) throw new UnreadableValueException("must be a number");
        var bytes = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        var text = bytes.Length <= UsualBytes ? stackalloc char[UsualBytes] : new char[bytes.Length];
        text = text[..Encoding.ASCII.GetChars(bytes, text)];
        return AmountReader.TryRead(text, out var amount, out var error) ? amount : throw new UnreadableValueException(error);
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
