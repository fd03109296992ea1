using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Dashboard.Application.Common.Cards;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;

namespace Dashboard.Application.Audit;

/// <summary>Something that an actor did, before it has its place in the trail.</summary>
/// <param name="Id">Unique, so that a commit that is tried again adds it once.</param>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="Subject">On what: an id, an address or a name.</param>
/// <param name="Before">The state before as JSON; null when there was none.</param>
/// <param name="After">The state after as JSON, or the details of an action that changes nothing; null when there are none.</param>
public sealed record AuditEvent(
    OrderedId Id, DateTimeOffset At, Actor By, string Action, string Subject, string? Before, string? After)
{
    public const int MaxSubjectLength = 200;
    public const int MaxStateLength = 4_000;

    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>A state as JSON without card numbers, cut to <see cref="MaxStateLength"/>.</summary>
    public static string? Describe(object? state)
    {
        if (state is null) return null;
        var json = WithoutCards(JsonSerializer.SerializeToNode(state, Wire))!.ToJsonString(Wire);
        return json.Length <= MaxStateLength ? json : json[..MaxStateLength];
    }

    // Value by value, so that it stays JSON. An amount may look like a card number as well.
    private static JsonNode? WithoutCards(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(f => KeyValuePair.Create(f.Key, WithoutCards(f.Value)))),
        JsonArray items => new JsonArray([.. items.Select(WithoutCards)]),
        JsonValue value when CardNumbers.Contains(value.ToString()) => JsonValue.Create(CardNumbers.Truncated(value.ToString())),
        _ => node?.DeepClone(),
    };
}
