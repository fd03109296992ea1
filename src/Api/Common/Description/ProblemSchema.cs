using Microsoft.OpenApi;

namespace Dashboard.Api.Common.Description;

/// <summary>The form of every refusal: problem details of RFC 9457.</summary>
internal static class ProblemSchema
{
    public const string ContentType = "application/problem+json";

    private const string Name = "Problem";
    private const string RuleName = "RuleProblem";

    private static readonly OpenApiSchema Sentence = new() { Type = JsonSchemaType.String };

    public static void AddTo(OpenApiDocument document)
    {
        document.AddComponent(Name, Problem("A refusal, as problem details of RFC 9457.", Errors("Field → what is wrong with it.", Sentence)));
        document.AddComponent(RuleName, Problem("A refusal of a call that has the text of a rule.", Errors(
            "Field → what is wrong with it: sentences; of the text of a rule, objects with a position and a sentence.",
            new OpenApiSchema { AnyOf = [Sentence, RuleError()] })));
    }

    /// <summary>The problem, with further members.</summary>
    /// <param name="isOfRule">The call has the text of a rule.</param>
    /// <param name="members">Name, type, and whether each problem of this status has it.</param>
    public static IOpenApiSchema With(
        bool isOfRule, IReadOnlyList<(string Name, Type Type, bool IsRequired)> members, OpenApiDocument document)
    {
        var problem = new OpenApiSchemaReference(isOfRule ? RuleName : Name, document);
        if (members.Count == 0) return problem;
        return new OpenApiSchema
        {
            AllOf =
            [
                problem,
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = members.Where(m => m.IsRequired).Select(m => m.Name).ToHashSet(),
                    Properties = members.ToDictionary(m => m.Name, m => Member(m.Type, document)),
                },
            ],
        };
    }

    private static OpenApiSchema Problem(string description, OpenApiSchema errors) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        Required = new HashSet<string> { "title", "status", "instance" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("Address that explains the status; absent for some."),
            ["title"] = Text("What is wrong."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            ["detail"] = Text("What the caller can do."),
            ["instance"] = Text("Path of the call."),
            ["errors"] = errors,
        },
    };

    private static IOpenApiSchema Member(Type type, OpenApiDocument document) =>
        type == typeof(string) ? FieldShape.Id.ToSchema(document) : new OpenApiSchemaReference(type.Name, document);

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema Errors(string description, OpenApiSchema error) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = error },
    };

    private static OpenApiSchema RuleError() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "position", "length", "line", "column", "message", "suggestion" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["position"] = FieldShape.Integer(0, int.MaxValue).ToSchema(new OpenApiDocument()),
            ["length"] = FieldShape.Integer(0, int.MaxValue).ToSchema(new OpenApiDocument()),
            ["line"] = FieldShape.Integer(1, int.MaxValue).ToSchema(new OpenApiDocument()),
            ["column"] = FieldShape.Integer(1, int.MaxValue).ToSchema(new OpenApiDocument()),
            ["message"] = Text("What is wrong."),
            ["suggestion"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String | JsonSchemaType.Null,
                Description = "What the author may have meant.",
            },
        },
    };
}
