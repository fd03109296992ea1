using Dashboard.Api.Common;
using Microsoft.OpenApi;

namespace Dashboard.Api.Ingest.Streams;

/// <summary>Which lines of a stream get an answer of their own.</summary>
internal enum StreamAnswerMode
{
    All,
    Rejected,
    Summary,
}

/// <summary>The query of a stream.</summary>
internal sealed class StreamQuery(IQueryCollection query) : QueryReader(query, Parameters)
{
    private const string Name = "answers";

    public static readonly QueryParameter[] Parameters =
    [
        new(Name, JsonSchemaType.String,
            "all: one answer per line (the default); rejected: answers for lines that were not taken, then a summary; summary: only that"),
    ];

    public StreamAnswerMode Read() =>
        Value<StreamAnswerMode>(Name, TryMode, "must be all, rejected or summary") ?? StreamAnswerMode.All;

    private static bool TryMode(string text, out StreamAnswerMode mode)
    {
        mode = text switch { "rejected" => StreamAnswerMode.Rejected, "summary" => StreamAnswerMode.Summary, _ => StreamAnswerMode.All };
        return text is "all" or "rejected" or "summary";
    }
}
