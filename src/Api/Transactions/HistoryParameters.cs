using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dashboard.Api.Transactions;

/// <summary>Tells the OpenAPI document of the query parameters, which the endpoint reads itself to name every wrong one.</summary>
internal static class HistoryParameters
{
    private static readonly (string Name, JsonSchemaType Type, string Description)[] Parameters =
    [
        ("status", JsonSchemaType.String, "Pending, Processing, Completed, Failed; several with commas or by repeating it"),
        ("source", JsonSchemaType.String, "Exact name of the source"),
        ("account", JsonSchemaType.String, "Exact account"),
        ("reference", JsonSchemaType.String, "Exact reference of the sender"),
        ("currency", JsonSchemaType.String, "ISO 4217 code"),
        ("minAmount", JsonSchemaType.Number, "Lowest amount, in units of each transaction's currency"),
        ("maxAmount", JsonSchemaType.Number, "Highest amount, in units of each transaction's currency"),
        ("flagged", JsonSchemaType.Boolean, "Only flagged (true) or only unflagged (false)"),
        ("from", JsonSchemaType.String, "Received at this ISO 8601 time or later"),
        ("to", JsonSchemaType.String, "Received before this ISO 8601 time"),
        ("limit", JsonSchemaType.Integer, "1 to 500, 100 if absent"),
        ("cursor", JsonSchemaType.String, "The next of the page before"),
    ];

    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Parameters = [.. Parameters.Select(p => new OpenApiParameter
        {
            Name = p.Name,
            In = ParameterLocation.Query,
            Description = p.Description,
            Schema = new OpenApiSchema { Type = p.Type },
        })];
        return Task.CompletedTask;
    }
}
