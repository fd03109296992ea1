using Dashboard.Api.Common;
using Dashboard.Application.Metrics.Series;
using Microsoft.OpenApi;

namespace Dashboard.Api.Metrics;

internal sealed class SeriesQuery(IQueryCollection query) : QueryReader(query, Parameters)
{
    public static readonly QueryParameter[] Parameters = [new("range", JsonSchemaType.String, "5m, 15m or 1h; 5m if absent")];

    public GetMetricsSeries Read() =>
        new(Value<SeriesRange>("range", SeriesRange.TryParse, "must be 5m, 15m or 1h") ?? SeriesRange.FiveMinutes);
}
