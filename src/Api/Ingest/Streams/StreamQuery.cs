using Dashboard.Api.Common;
using Dashboard.Api.Common.Description;

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

    private static readonly (string, StreamAnswerMode)[] Modes =
        [("all", StreamAnswerMode.All), ("rejected", StreamAnswerMode.Rejected), ("summary", StreamAnswerMode.Summary)];

    public static readonly QueryParameter[] Parameters =
    [
        new(Name, FieldShape.OneOf(Modes),
            "all: one answer per line; rejected: answers for lines that were not taken, then a summary; summary: only that"),
    ];

    public StreamAnswerMode Read() => Choice(Name, Modes);
}
