using Dashboard.Api.Common.Description;
using Dashboard.Application.Alerts;
using Dashboard.Application.Audit;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;

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
        new AnswerShape(typeof(AlertDecisionDto), new Dictionary<string, FieldShape>
        {
            ["id"] = FieldShape.Id,
            ["actor"] = FieldShape.Text(Actor.MaxNameLength),
            ["action"] = FieldShape.Text(AuditActions.MaxLength),
        }),
        new AnswerShape(typeof(AlertDecisionPage), new Dictionary<string, FieldShape> { ["next"] = FieldShape.Id }),
        new AnswerShape(typeof(AlertPage), new Dictionary<string, FieldShape> { ["next"] = FieldShape.Id }),
    ];
}
