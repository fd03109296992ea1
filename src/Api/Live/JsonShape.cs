using System.Text.Json;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Api.Live;

/// <summary>Writes objects in MessagePack exactly as in JSON: the same names, times and enums as strings, amounts as numbers.</summary>
/// <remarks>So a client reads the same fields with both protocols, and one set of rules describes both.</remarks>
internal sealed class JsonShape(JsonSerializerOptions json) : IFormatterResolver
{
    public static void Configure(MessagePackHubProtocolOptions options, JsonSerializerOptions json) =>
        options.SerializerOptions = options.SerializerOptions.WithResolver(
            CompositeResolver.Create(new JsonShape(json), options.SerializerOptions.Resolver));

    // Numbers, texts and the bare object have one form only. The other resolvers write them.
    public IMessagePackFormatter<T>? GetFormatter<T>() =>
        Type.GetTypeCode(typeof(T)) == TypeCode.Object && typeof(T) != typeof(object) && Nullable.GetUnderlyingType(typeof(T)) is null
            ? new Formatter<T>(json)
            : null;

    private sealed class Formatter<T>(JsonSerializerOptions json) : IMessagePackFormatter<T>
    {
        public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) =>
            MessagePackSerializer.ConvertFromJson(JsonSerializer.Serialize(value, json), ref writer, options);

        public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
            JsonSerializer.Deserialize<T>(MessagePackSerializer.ConvertToJson(reader.ReadRaw(), options), json)!;
    }
}
