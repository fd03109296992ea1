using Dashboard.Api.Common.Description;
using Dashboard.Application.Monitors.Explain;
using Dashboard.Application.Monitors.Incidents;
using Dashboard.Application.Monitors.Status;
using Dashboard.Application.Monitors.Versions;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;

namespace Dashboard.Api.Monitors;

/// <summary>The bounds of what the calls answer, for the OpenAPI document.</summary>
internal static class MonitorShapes
{
    private static readonly FieldShape Name = FieldShape.Text(RuleVersion.MaxNameLength);

    private static readonly Dictionary<string, FieldShape> Content = new()
    {
        ["source"] = FieldShape.Text(Transaction.MaxSourceLength),
        ["currency"] = FieldShape.Currency,
        ["limit"] = FieldShape.Rate,
        ["minimumRise"] = FieldShape.Rate,
        ["minimumPayments"] = FieldShape.Integer(5, 10_000),
        ["description"] = FieldShape.Text(MonitorContent.MaxDescriptionLength),
    };

    private static readonly Dictionary<string, FieldShape> Changed = new(Content)
    {
        ["reason"] = FieldShape.Text(RuleVersion.MaxReasonLength),
        ["by"] = FieldShape.Text(Actor.MaxNameLength),
    };

    public static readonly IReadOnlyList<WireShape> All =
    [
        new BodyShape(typeof(MonitorLifeEndpoints.MonitorBody), ["measure", "reason"], Changed),
        new BodyShape(
            typeof(MonitorLifeEndpoints.NewMonitorBody), ["name", "measure", "reason"],
            new Dictionary<string, FieldShape>(Changed) { ["name"] = Name }),
        new BodyShape(typeof(MonitorLifeEndpoints.TryBody), ["measure"], Content),
        new BodyShape(typeof(MonitorLifeEndpoints.ImportBody), ["text"], new Dictionary<string, FieldShape>
        {
            ["text"] = FieldShape.Text(MonitorText.MaxLength),
            ["reason"] = FieldShape.Text(RuleVersion.MaxReasonLength),
            ["by"] = FieldShape.Text(Actor.MaxNameLength),
        }),
        new AnswerShape(typeof(MonitorDto), new Dictionary<string, FieldShape>(Content) { ["name"] = Name }),
        new AnswerShape(typeof(ImportedMonitor), new Dictionary<string, FieldShape>
        {
            ["name"] = Name,
            ["action"] = FieldShape.OneOf("created", "changed", "same"),
        }),
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
