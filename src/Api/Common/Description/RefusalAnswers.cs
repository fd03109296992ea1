using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Dashboard.Api.Common.Description;

/// <summary>Describes with what a call may be refused: the rows of its endpoint, those of every call, and a body that is too
/// long.</summary>
internal sealed class RefusalAnswers : IOpenApiOperationTransformer
{
    private static readonly Refusal[] OfEveryCall =
    [
        Refusals.UnknownHost, Refusals.OtherOrigin, Refusals.NotSignedIn, Refusals.NotAllowed, Refusals.ForgedCall, Refusals.TooManyCalls,
        Refusals.TooManySignIns, Refusals.Unexpected,
    ];

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var responses = operation.Responses ??= [];
        var rows = metadata.OfType<DescribedRefusal>().Concat(OfEveryCall.Select(r => new DescribedRefusal(r, [])));
        foreach (var rowsOfStatus in rows.GroupBy(r => r.Row.Status))
            responses[rowsOfStatus.Key.ToString(CultureInfo.InvariantCulture)] = Answer([.. rowsOfStatus], document);

        if (metadata.OfType<IRequestSizeLimitMetadata>().LastOrDefault()?.MaxRequestBodySize is < long.MaxValue and var bytes)
            responses["413"] = Problem($"The body has more than {bytes} bytes.", [], document);
        responses["default"] = Problem("Any other refusal, of the HTTP server for instance.", [], document);

        foreach (var header in metadata.OfType<DescribedHeader>())
            Add(responses[header.Status.ToString(CultureInfo.InvariantCulture)], header.Name, JsonSchemaType.String, header.Description);
        operation.Responses = [];
        foreach (var (status, response) in responses.OrderBy(r => r.Key, StringComparer.Ordinal)) operation.Responses[status] = response;
        return Task.CompletedTask;
    }

    private static OpenApiResponse Answer(IReadOnlyList<DescribedRefusal> rows, OpenApiDocument document)
    {
        var members = rows.SelectMany(r => r.Members).Distinct()
            .Select(m => (m.Name, m.Type, IsRequired: rows.All(r => r.Members.Contains(m)))).ToList();
        var isOfRule = rows.Any(r => r.Row == Refusals.InvalidRule);
        var response = Problem(string.Join(' ', rows.Select(r => r.Row).Distinct().Select(Sentence)), members, document, isOfRule);
        if (rows.All(r => r.Row.RetryAfterSeconds is not null))
            Add(response, HeaderNames.RetryAfter, JsonSchemaType.Integer, "Seconds after which the same call may succeed.");
        if (rows.Any(r => r.Row == Refusals.UnknownCoding))
            Add(response, HeaderNames.AcceptEncoding, JsonSchemaType.String, "The codings that are known, if the coding is not.");
        return response;
    }

    private static string Sentence(Refusal row) => row.Detail is null ? row.Title : $"{row.Title} {row.Detail}";

    private static OpenApiResponse Problem(
        string description, IReadOnlyList<(string Name, Type Type, bool IsRequired)> members, OpenApiDocument document,
        bool isOfRule = false) => new()
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemSchema.ContentType] = new OpenApiMediaType { Schema = ProblemSchema.With(isOfRule, members, document) },
            },
        };

    private static void Add(IOpenApiResponse response, string name, JsonSchemaType type, string description) =>
        (((OpenApiResponse)response).Headers ??= new Dictionary<string, IOpenApiHeader>())[name] =
            new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type } };
}
