using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dashboard.Api.Common.Description;

/// <summary>Describes the records of the wire: the types with a converter of the program, of which the framework knows nothing, and the
/// shapes.</summary>
internal sealed class WireTypes(IEnumerable<WireShape> shapes) : IOpenApiSchemaTransformer
{
    private readonly Dictionary<Type, WireShape> _shapes = shapes.ToDictionary(s => s.Type);

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        DescribeConverted(schema, type);
        if (schema.Items is null && context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element }
            && Converted(element) is { } item)
        {
            var items = new OpenApiSchema();
            item.ApplyTo(items, isNullable: Nullable.GetUnderlyingType(element) is not null);
            schema.Items = items;
        }

        if (context.JsonPropertyInfo is { } property && _shapes.TryGetValue(property.DeclaringType, out var owner)
            && owner.Fields.TryGetValue(property.Name, out var field))
        {
            var isRequired = owner is BodyShape { Required: var required } && required.Contains(property.Name);
            field.ApplyTo(schema, isNullable: !isRequired && schema.Type?.HasFlag(JsonSchemaType.Null) == true);
        }

        if (schema.Properties is { Count: > 0 }) DescribeMembers(schema, _shapes.GetValueOrDefault(type));
        return Task.CompletedTask;
    }

    private static void DescribeMembers(OpenApiSchema schema, WireShape? shape)
    {
        schema.AdditionalPropertiesAllowed = shape is not BodyShape;
        if (shape is not BodyShape body)
        {
            schema.Required = schema.Properties!.Keys.ToHashSet();
            return;
        }

        schema.Required = body.Required.ToHashSet();
        // A member of a few names of an enumeration has a schema of its own.
        foreach (var (name, _) in body.Fields.Where(f => f.Value.HasChoices)) schema.Properties![name] = new OpenApiSchema();
        foreach (var name in body.Ignored)
            schema.Properties![name] = new OpenApiSchema { Description = "Ignored: the program sets it itself." };
    }

    private static void DescribeConverted(OpenApiSchema schema, Type given)
    {
        var type = Nullable.GetUnderlyingType(given) ?? given;
        if (type.IsEnum)
        {
            // A member that may be null says so itself.
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetNames(type).Select(n => (JsonNode)n)];
        }
        else
        {
            Converted(given)?.ApplyTo(schema, isNullable: type != given);
        }
    }

    private static FieldShape? Converted(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var time when time == typeof(DateTimeOffset) => FieldShape.Time,
        var number when number == typeof(decimal) => FieldShape.Decimal,
        _ => null,
    };
}
