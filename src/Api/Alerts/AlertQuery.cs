using Dashboard.Api.Common;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Alerts;
using Dashboard.Domain.Alerts;

namespace Dashboard.Api.Alerts;

internal sealed class AlertQuery(IQueryCollection query) : QueryReader(query, Parameters)
{
    public static readonly QueryParameter[] Parameters =
    [
        new("status", FieldShape.AnyOf<AlertStatus>(), "Several with commas or by repeating it"),
        new("severity", FieldShape.AnyOf<AlertSeverity>(), "Several with commas or by repeating it"),
        new("rule", FieldShape.Text(Alert.MaxRuleLength), "Exact name of the rule"),
        new("subject", FieldShape.Text(Alert.MaxSubjectLength), "Exact account, source or transaction that the alert is about"),
        new("from", FieldShape.Time, "Raised at this time or later"),
        new("to", FieldShape.Time, "Raised before this time"),
        new("limit", FieldShape.Integer(1, ListAlerts.MaxLimit, ListAlerts.DefaultLimit), "Alerts of a page"),
        new("cursor", FieldShape.Id, "The next of the previous page"),
    ];

    public ListAlerts Read() => new(
        new AlertFilter
        {
            Statuses = AnyOf<AlertStatus>("status"),
            Severities = AnyOf<AlertSeverity>("severity"),
            Rule = Text("rule", Alert.MaxRuleLength),
            Subject = Text("subject", Alert.MaxSubjectLength),
            From = Time("from"),
            To = Time("to"),
        },
        Cursor<AlertId>(AlertId.TryParse), Integer("limit") ?? ListAlerts.DefaultLimit);
}
