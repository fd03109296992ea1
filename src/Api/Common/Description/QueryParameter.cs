using Microsoft.OpenApi;

namespace Dashboard.Api.Common.Description;

/// <summary>A query parameter that an endpoint reads itself, so that it can name every wrong one. The OpenAPI document gets it from
/// here.</summary>
internal sealed record QueryParameter(string Name, FieldShape Shape, string Description)
{
    public bool IsRequired { get; init; }
}

internal static class DescribedParameters
{
    public static TBuilder WithQuery<TBuilder>(this TBuilder endpoint, IReadOnlyList<QueryParameter> parameters)
        where TBuilder : IEndpointConventionBuilder => endpoint.AddOpenApiOperationTransformer((operation, context, _) =>
    {
        foreach (var parameter in parameters)
            operation.Add(ParameterLocation.Query, parameter, context.Document!);
        return Task.CompletedTask;
    });

    /// <summary>A header that the endpoint reads itself.</summary>
    public static TBuilder WithHeader<TBuilder>(this TBuilder endpoint, string name, FieldShape shape, string description)
        where TBuilder : IEndpointConventionBuilder => endpoint.AddOpenApiOperationTransformer((operation, context, _) =>
    {
        operation.Add(ParameterLocation.Header, new QueryParameter(name, shape, description), context.Document!);
        return Task.CompletedTask;
    });

    private static void Add(this OpenApiOperation operation, ParameterLocation place, QueryParameter parameter, OpenApiDocument document) =>
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = parameter.Name,
            In = place,
            Required = parameter.IsRequired,
            Description = parameter.Description,
            Schema = parameter.Shape.ToSchema(document),
        });
}
