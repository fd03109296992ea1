using System.Globalization;
using System.Text.Json.Nodes;
using Dashboard.Domain.Common;
using Microsoft.OpenApi;

namespace Dashboard.Api.Common.Description;

/// <summary>What a field or a parameter may hold, as the OpenAPI document says it. The bounds are the constants with which the program
/// checks.</summary>
internal sealed record FieldShape
{
    private FieldShape(JsonSchemaType type) => Type = type;

    /// <summary>An id of the program.</summary>
    public static readonly FieldShape Id =
        new(JsonSchemaType.String) { MinLength = OrderedId.TextLength, MaxLength = OrderedId.TextLength };

    public static readonly FieldShape Currency =
        new(JsonSchemaType.String) { MinLength = Domain.Currencies.Currency.CodeLength, MaxLength = Domain.Currencies.Currency.CodeLength };

    public static readonly FieldShape Time = new(JsonSchemaType.String) { Format = "date-time" };

    /// <summary>A number that is read exactly and is no binary fraction.</summary>
    public static readonly FieldShape Decimal = new(JsonSchemaType.Number) { Format = "decimal" };

    public static readonly FieldShape Boolean = new(JsonSchemaType.Boolean);

    /// <summary>A part of a whole.</summary>
    public static readonly FieldShape Rate = new(JsonSchemaType.Number) { Format = "double", Minimum = 0, Maximum = 1 };

    public JsonSchemaType Type { get; private init; }

    public string? Format { get; private init; }

    private int? MinLength { get; init; }

    private int? MaxLength { get; init; }

    private int? Minimum { get; init; }

    private int? Maximum { get; init; }

    private JsonNode? Default { get; init; }

    private IReadOnlyList<string> Choices { get; init; } = [];

    public bool HasChoices => Choices.Count > 0;

    // The enumeration of which several names may be given.
    private string? Items { get; init; }

    /// <param name="maxLength">In UTF-16 units.</param>
    public static FieldShape Text(int maxLength) => Text(1, maxLength);

    public static FieldShape Text(int minLength, int maxLength) =>
        new(JsonSchemaType.String) { MinLength = minLength, MaxLength = maxLength };

    public static FieldShape Integer(int minimum, int maximum, int? absent = null) =>
        new(JsonSchemaType.Integer) { Format = "int32", Minimum = minimum, Maximum = maximum, Default = absent };

    public static FieldShape OneOf(params IEnumerable<string> choices) => new(JsonSchemaType.String) { Choices = [.. choices] };

    /// <summary>One of the choices, the first one when it is absent.</summary>
    public static FieldShape OneOf<T>(IReadOnlyList<(string Name, T Value)> choices) =>
        OneOf(choices.Select(c => c.Name)) with { Default = choices[0].Name };

    /// <summary>One or more names of an enumeration.</summary>
    public static FieldShape AnyOf<T>()
        where T : struct, Enum => new(JsonSchemaType.Array) { Items = typeof(T).Name };

    public OpenApiSchema ToSchema(OpenApiDocument document)
    {
        var schema = new OpenApiSchema();
        if (Items is not null) schema.Items = new OpenApiSchemaReference(Items, document);
        ApplyTo(schema, isNullable: false);
        return schema;
    }

    public void ApplyTo(OpenApiSchema schema, bool isNullable)
    {
        schema.Type = isNullable ? Type | JsonSchemaType.Null : Type;
        schema.Format = Format;
        (schema.MinLength, schema.MaxLength) = (MinLength, MaxLength);
        schema.Minimum = Minimum?.ToString(CultureInfo.InvariantCulture);
        schema.Maximum = Maximum?.ToString(CultureInfo.InvariantCulture);
        schema.Default = Default?.DeepClone();
        if (HasChoices) schema.Enum = [.. Choices.Select(c => (JsonNode)c)];
    }
}
