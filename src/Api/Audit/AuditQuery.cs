using Dashboard.Api.Common;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;

namespace Dashboard.Api.Audit;

internal sealed class AuditQuery(IQueryCollection query) : QueryReader(query, Parameters)
{
    public static readonly QueryParameter[] Parameters =
    [
        new("actor", FieldShape.Text(Actor.MaxNameLength), "Exact id or name of the actor"),
        new("action", FieldShape.Text(AuditActions.MaxLength), "The action, such as alert.resolved, or its part before the dot"),
        new("subject", FieldShape.Text(AuditEvent.MaxSubjectLength), "Exact id, address or name of what it was done on"),
        new("from", FieldShape.Time, "Done at this time or later"),
        new("to", FieldShape.Time, "Done before this time"),
        new("limit", FieldShape.Integer(1, ListAudit.MaxLimit, ListAudit.DefaultLimit), "Entries of a page"),
        new("cursor", FieldShape.Id, "The next of the previous page"),
    ];

    public ListAudit Read(Actor by) => new(
        new AuditFilter
        {
            Actor = Text("actor", Actor.MaxNameLength),
            Action = Text("action", AuditActions.MaxLength),
            Subject = Text("subject", AuditEvent.MaxSubjectLength),
            From = Time("from"),
            To = Time("to"),
        },
        Cursor<OrderedId>(OrderedId.TryParse), Integer("limit") ?? ListAudit.DefaultLimit, by);
}
