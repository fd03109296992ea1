using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dashboard.Api.Common.Description;

/// <summary>A body of lines, which OpenAPI 3.1 has no type for: clients send and read it as bytes.</summary>
/// <param name="Description">What the bytes are.</param>
/// <param name="Lines">The records, one of which each line is. The extension <c>x-itemSchema</c> names them; OpenAPI 3.2 calls it
/// <c>itemSchema</c>.</param>
internal sealed record LineContent(string Description, IReadOnlyList<Type> Lines)
{
    private const string ItemSchema = "x-itemSchema";

    public static readonly LineContent Csv = new("CSV of RFC 4180 with a heading.", []);

    /// <summary>Lines of JSON.</summary>
    public static LineContent Of(params Type[] lines) =>
        new("A JSON object per line: " + string.Join(" or ", lines.Select(l => l.Name)) + ".", lines);

    public async Task<OpenApiMediaType> ToMediaTypeAsync(OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var content = new OpenApiMediaType
        {
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = Description },
        };
        if (Lines.Count == 0) return content;

        var references = new List<JsonNode?>();
        foreach (var line in Lines)
        {
            references.Add(new JsonObject { ["$ref"] = "#/components/schemas/" + line.Name });
            var schema = await context.GetOrCreateSchemaAsync(line, null, cancellationToken);
            // A record that only lines have is in no other answer.
            if (context.Document!.Components?.Schemas?.ContainsKey(line.Name) != true) context.Document.AddComponent(line.Name, schema);
        }

        var item = references is [var single] ? single! : new JsonObject { ["anyOf"] = new JsonArray([.. references]) };
        content.Extensions = new Dictionary<string, IOpenApiExtension> { [ItemSchema] = new JsonNodeExtension(item) };
        return content;
    }
}
