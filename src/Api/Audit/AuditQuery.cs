using Dashboard.Api.Common;
using Dashboard.Api.Common.Description;
using Dashboard.Api.History;
using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;

namespace Dashboard.Api.Audit;

internal sealed class AuditQuery(IQueryCollection query, QueryParameter[] known) : QueryReader(query, known)
{
    private static readonly QueryParameter[] Filter =
    [
        new("actor", FieldShape.Text(Actor.MaxNameLength), "Exact id or name of the actor"),
        new("action", FieldShape.Text(AuditActions.MaxLength), "The action, such as alert.resolved, or its part before the dot"),
        new("subject", FieldShape.Text(AuditEvent.MaxSubjectLength), "Exact id, address or name of what it was done on"),
        new("from", FieldShape.Time, "Done at this time or later"),
        new("to", FieldShape.Time, "Done before this time"),
    ];

    public static readonly QueryParameter[] Parameters =
    [
        .. Filter,
        new("limit", FieldShape.Integer(1, ListAudit.MaxLimit, ListAudit.DefaultLimit), "Entries of a page"),
        new("cursor", FieldShape.Id, "The next of the previous page"),
    ];

    public static readonly QueryParameter[] Export =
    [
        .. Filter,
        new("format", FieldShape.OneOf(HistoryParameters.Formats), "Of the file"),
        new("separator", FieldShape.OneOf(HistoryParameters.Separators), "Between the cells of a CSV file"),
    ];

    public ListAudit Read(Actor by) =>
        new(ReadFilter(), Cursor<OrderedId>(OrderedId.TryParse), Integer("limit") ?? ListAudit.DefaultLimit, by);

    public ExportFormatName ReadFormat() => Choice("format", HistoryParameters.Formats);

    public char ReadSeparator() => Choice("separator", HistoryParameters.Separators);

    public AuditFilter ReadFilter()
    {
        var filter = new AuditFilter
        {
            Actor = Text("actor", Actor.MaxNameLength),
            Action = Text("action", AuditActions.MaxLength),
            Subject = Text("subject", AuditEvent.MaxSubjectLength),
            From = Time("from"),
            To = Time("to"),
        };
        if (filter.To < filter.From) Refuse("to", "must not be before from");
        return filter;
    }
}
