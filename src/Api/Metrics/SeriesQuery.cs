using Dashboard.Api.Common;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Metrics.Series;

namespace Dashboard.Api.Metrics;

internal sealed class SeriesQuery(IQueryCollection query) : QueryReader(query, Parameters)
{
    private const string Name = "range";

    private static readonly (string, SeriesRange)[] Ranges = [.. SeriesRange.All.Select(r => (r.Name, r))];

    public static readonly QueryParameter[] Parameters = [new(Name, FieldShape.OneOf(Ranges), "How far back the figures go")];

    public GetMetricsSeries Read() => new(Choice(Name, Ranges));

    public GetMetricsBuckets ReadBuckets() => new(Choice(Name, Ranges));
}
