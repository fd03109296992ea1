using Dashboard.Api.Common.Description;
using Dashboard.Application.Alerts;
using Dashboard.Domain.Alerts;

namespace Dashboard.Api.Alerts;

/// <summary>The bounds of what the calls answer, for the OpenAPI document.</summary>
internal static class AlertShapes
{
    public static readonly IReadOnlyList<WireShape> All =
    [
        new AnswerShape(typeof(AlertDto), new Dictionary<string, FieldShape>
        {
            ["id"] = FieldShape.Id,
            ["transactionId"] = FieldShape.Id,
            ["rule"] = FieldShape.Text(Alert.MaxRuleLength),
            ["message"] = FieldShape.Text(Alert.MaxMessageLength),
            ["subject"] = FieldShape.Text(Alert.MaxSubjectLength),
        }),
        new AnswerShape(typeof(AlertPage), new Dictionary<string, FieldShape> { ["next"] = FieldShape.Id }),
    ];
}
