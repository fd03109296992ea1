using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dashboard.Api.Common.Description;

/// <summary>The OpenAPI document. A client that is made from it sends what the program takes, and reads what it answers.</summary>
internal static partial class ApiDescription
{
    /// <param name="options">Of the document.</param>
    /// <param name="shapes">Of the records of all features.</param>
    public static void Configure(OpenApiOptions options, IEnumerable<WireShape> shapes) => options
        .AddSchemaTransformer(new WireTypes(shapes))
        .AddOperationTransformer(new RefusalAnswers())
        .AddOperationTransformer(DescribeIds)
        .AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Dashboard";
            document.Info.Version = "v1";
            document.Info.Description =
                "Live and past transactions. Live data comes over the SignalR hub at /hubs/dashboard. HEAD works wherever GET does.";
            ProblemSchema.AddTo(document);
            var schemas = document.Components!.Schemas!;
            // Of members that are ignored.
            schemas.Remove("JsonElement");
            foreach (var schema in schemas.Values) Tidy(schema);
            return Task.CompletedTask;
        });

    private static Task DescribeIds(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        // Rules have names instead.
        var ids = operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Path && p.Name == "id") ?? [];
        foreach (var parameter in ids)
            parameter.Schema = FieldShape.Id.ToSchema(context.Document!);
        return Task.CompletedTask;
    }

    // Comments of the code have line breaks, and name members as the code does.
    private static void Tidy(IOpenApiSchema schema)
    {
        if (schema.Description is { } text)
            schema.Description = Member().Replace(Blanks().Replace(text, " "), m => Camel(m.Groups[1].Value));
        foreach (var property in schema.Properties?.Values ?? []) Tidy(property);
    }

    private static string Camel(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[\w&;<>?]+ \w+(?:Dto|Page)\.(\w+)")]
    private static partial Regex Member();
}
