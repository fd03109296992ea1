using Dashboard.Api.Common.Description;
using Dashboard.Application.Monitors.Explain;
using Dashboard.Application.Monitors.Incidents;
using Dashboard.Application.Monitors.Status;
using Dashboard.Domain.Alerts;

namespace Dashboard.Api.Monitors;

/// <summary>The bounds of what the calls answer, for the OpenAPI document.</summary>
internal static class MonitorShapes
{
    public static readonly IReadOnlyList<WireShape> All =
    [
        new AnswerShape(typeof(IncidentDto), new Dictionary<string, FieldShape>
        {
            ["id"] = FieldShape.Id,
            ["monitor"] = FieldShape.Text(Alert.MaxRuleLength),
            ["subject"] = FieldShape.Text(Alert.MaxSubjectLength),
            ["message"] = FieldShape.Text(Alert.MaxMessageLength),
            ["share"] = FieldShape.Rate,
            ["usualShare"] = FieldShape.Rate,
        }),
        new AnswerShape(typeof(ApprovalDto), new Dictionary<string, FieldShape>
        {
            ["share"] = FieldShape.Rate,
            ["usualShare"] = FieldShape.Rate,
            ["usualLow"] = FieldShape.Rate,
            ["usualHigh"] = FieldShape.Rate,
        }),
        new AnswerShape(typeof(IncidentAmount), new Dictionary<string, FieldShape> { ["currency"] = FieldShape.Currency }),
        new AnswerShape(typeof(ExplainedSpan), new Dictionary<string, FieldShape> { ["share"] = FieldShape.Rate }),
        new AnswerShape(typeof(ExplainedSlice), new Dictionary<string, FieldShape>
        {
            ["share"] = FieldShape.Rate,
            ["usualShare"] = FieldShape.Rate,
            ["shareOfPayments"] = FieldShape.Rate,
            ["shareOfBad"] = FieldShape.Rate,
            ["shareWithout"] = FieldShape.Rate,
        }),
    ];
}
