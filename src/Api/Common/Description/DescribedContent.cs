using System.Globalization;
using Microsoft.OpenApi;

namespace Dashboard.Api.Common.Description;

/// <summary>Bodies and answers that an endpoint reads and writes itself.</summary>
internal static class DescribedContent
{
    /// <summary>The body, as bytes of this media type.</summary>
    public static TBuilder TakesBytes<TBuilder>(this TBuilder endpoint, string mediaType, LineContent content)
        where TBuilder : IEndpointConventionBuilder => endpoint.AddOpenApiOperationTransformer(async (operation, context, cancelled) =>
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { [mediaType] = await content.ToMediaTypeAsync(context, cancelled) },
        };
    });

    /// <summary>The answer 200, as bytes of one of these media types.</summary>
    public static TBuilder AnswersBytes<TBuilder>(this TBuilder endpoint, params (string MediaType, LineContent Content)[] contents)
        where TBuilder : IEndpointConventionBuilder => endpoint.AddOpenApiOperationTransformer(async (operation, context, cancelled) =>
    {
        var response = (OpenApiResponse)operation.Responses![StatusCodes.Status200OK.ToString(CultureInfo.InvariantCulture)];
        response.Content = new Dictionary<string, OpenApiMediaType>();
        foreach (var (mediaType, content) in contents)
            response.Content[mediaType] = await content.ToMediaTypeAsync(context, cancelled);
    });

    /// <summary>The bounds of a body that is an array.</summary>
    public static TBuilder TakesItems<TBuilder>(this TBuilder endpoint, int max)
        where TBuilder : IEndpointConventionBuilder => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        foreach (var content in operation.RequestBody!.Content!.Values)
            if (content.Schema is OpenApiSchema items) (items.MinItems, items.MaxItems) = (1, max);
        return Task.CompletedTask;
    });
}
