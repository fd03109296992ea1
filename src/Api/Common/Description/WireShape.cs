namespace Dashboard.Api.Common.Description;

/// <summary>What the OpenAPI document says of a record beyond the types of its members.</summary>
/// <param name="Fields">By their names on the wire; of a member that is not named, the document has the type only.</param>
internal abstract record WireShape(Type Type, IReadOnlyDictionary<string, FieldShape> Fields);

/// <summary>A record that the program writes. Members may be added, so it is open.</summary>
internal sealed record AnswerShape(Type Type, IReadOnlyDictionary<string, FieldShape> Fields) : WireShape(Type, Fields);

/// <summary>A record that the program reads. A member that is not known is refused, so it is closed.</summary>
/// <param name="Required">Members that must be there, and must not be null.</param>
internal sealed record BodyShape(Type Type, IReadOnlyList<string> Required, IReadOnlyDictionary<string, FieldShape> Fields)
    : WireShape(Type, Fields)
{
    /// <summary>Members that are taken and ignored, whatever they hold.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];
}
