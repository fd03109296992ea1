using Dashboard.Api.Common;
using Dashboard.Application.Alerts;
using Dashboard.Domain.Alerts;
using Microsoft.OpenApi;

namespace Dashboard.Api.Alerts;

internal sealed class AlertQuery(IQueryCollection query) : QueryReader(query, Parameters)
{
    public static readonly QueryParameter[] Parameters =
    [
        new("status", JsonSchemaType.String, "Open, Acknowledged, Resolved; several with commas or by repeating it"),
        new("severity", JsonSchemaType.String, "Info, Warning, Critical; several with commas or by repeating it"),
        new("rule", JsonSchemaType.String, "Exact name of the rule"),
        new("subject", JsonSchemaType.String, "Exact account, source or transaction that the alert is about"),
        new("from", JsonSchemaType.String, "Raised at this ISO 8601 time or later"),
        new("to", JsonSchemaType.String, "Raised before this ISO 8601 time"),
        new("limit", JsonSchemaType.Integer, "1 to 500, 100 if absent"),
        new("cursor", JsonSchemaType.String, "The next of the previous page"),
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
