using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dashboard.Api.Common;

internal static class OpenApiInfo
{
    public static void Configure(OpenApiOptions options) => options.AddSchemaTransformer(DescribeWireTypes)
        .AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "Dashboard";
        document.Info.Version = "v1";
        document.Info.Description =
            "Live and past transactions. Live data comes over the SignalR hub at /hubs/dashboard.";
        return Task.CompletedTask;
    });

    // The types with a converter of our own, of which the framework knows nothing.
    private static Task DescribeWireTypes(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var given = context.JsonTypeInfo.Type;
        var type = Nullable.GetUnderlyingType(given) ?? given;
        var absent = type == given ? (JsonSchemaType)0 : JsonSchemaType.Null;
        if (type == typeof(DateTimeOffset)) (schema.Type, schema.Format) = (JsonSchemaType.String | absent, "date-time");
        else if (type == typeof(decimal)) (schema.Type, schema.Format) = (JsonSchemaType.Number | absent, null);
        else if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String | absent;
            schema.Enum = [.. Enum.GetNames(type).Select(n => (JsonNode)n)];
        }

        return Task.CompletedTask;
    }
}
