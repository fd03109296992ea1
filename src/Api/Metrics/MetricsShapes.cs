using Dashboard.Api.Common.Description;
using Dashboard.Application.Metrics;
using Dashboard.Application.Metrics.Series;

namespace Dashboard.Api.Metrics;

/// <summary>The bounds of what the calls answer, for the OpenAPI document.</summary>
internal static class MetricsShapes
{
    public static readonly IReadOnlyList<WireShape> All =
    [
        new AnswerShape(typeof(WindowDto), new Dictionary<string, FieldShape>
        {
            ["successRate"] = FieldShape.Rate,
            ["failureRate"] = FieldShape.Rate,
        }),
        new AnswerShape(typeof(SourceDto), new Dictionary<string, FieldShape> { ["failureRate"] = FieldShape.Rate }),
        new AnswerShape(typeof(CompletedDto), new Dictionary<string, FieldShape> { ["currency"] = FieldShape.Currency }),
        new AnswerShape(typeof(VolumeDto), new Dictionary<string, FieldShape> { ["currency"] = FieldShape.Currency }),
    ];
}
