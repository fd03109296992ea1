using Dashboard.Api.Common;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Alerts;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Common;

namespace Dashboard.Api.Alerts;

internal sealed class AlertDecisionQuery(IQueryCollection query) : QueryReader(query, Parameters)
{
    public static readonly QueryParameter[] Parameters = [new("cursor", FieldShape.Id, "The next of the previous page")];

    public ListDecisions Read(AlertId id) => new(id, Cursor<OrderedId>(OrderedId.TryParse));
}
