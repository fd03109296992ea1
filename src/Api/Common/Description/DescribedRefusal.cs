namespace Dashboard.Api.Common.Description;

/// <summary>Metadata of an endpoint: a row of <see cref="Refusals"/> with which it may answer.</summary>
/// <param name="Members">Further members of the problem, with their types.</param>
internal sealed record DescribedRefusal(Refusal Row, IReadOnlyList<(string Name, Type Type)> Members);

/// <summary>Metadata of an endpoint: a header of one of its answers.</summary>
internal sealed record DescribedHeader(int Status, string Name, string Description);

internal static class EndpointDescription
{
    /// <summary>Says in the OpenAPI document with which refusals the endpoint may answer.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, params Refusal[] rows)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata([.. rows.Select(r => (object)new DescribedRefusal(r, []))]);

    /// <summary>The same for a refusal whose problem has further members.</summary>
    public static TBuilder RefusesWith<TBuilder>(this TBuilder endpoint, Refusal row, params (string Name, Type Type)[] members)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new DescribedRefusal(row, members));

    /// <summary>The same for a call whose body is read as JSON.</summary>
    public static TBuilder RefusesBodies<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.Refuses(Refusals.NotJson, Refusals.NotUtf8, Refusals.UnknownCoding);

    public static TBuilder AnswersHeader<TBuilder>(this TBuilder endpoint, int status, string name, string description)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new DescribedHeader(status, name, description));
}
