using Microsoft.OpenApi;

namespace Dashboard.Api.Common;

/// <summary>A query parameter that an endpoint reads itself, so that it can name every wrong one. The OpenAPI document gets it from
/// here.</summary>
internal sealed record QueryParameter(string Name, JsonSchemaType Type, string Description)
{
    public bool IsRequired { get; init; }
}

internal static class QueryParameters
{
    public static TBuilder WithQuery<TBuilder>(this TBuilder endpoint, IReadOnlyList<QueryParameter> parameters)
        where TBuilder : IEndpointConventionBuilder => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        operation.Parameters = [.. parameters.Select(p => new OpenApiParameter
        {
            Name = p.Name,
            In = ParameterLocation.Query,
            Required = p.IsRequired,
            Description = p.Description,
            Schema = new OpenApiSchema { Type = p.Type },
        })];
        return Task.CompletedTask;
    });
}
