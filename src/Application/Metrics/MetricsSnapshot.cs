using Dashboard.Application.Pipeline;

namespace Dashboard.Application.Metrics;

/// <summary>The figures at one instant.</summary>
/// <param name="TransactionsPerSecond">Transactions that ended in the last ten full seconds, divided by ten.</param>
/// <param name="TopSources">The ten sources with the most transactions of the last five minutes, most first.</param>
public sealed record MetricsSnapshot(
    DateTimeOffset ComputedAt, double TransactionsPerSecond, WindowDto LastMinute, WindowDto LastFiveMinutes, WindowDto LastHour,
    IReadOnlyList<SourceDto> TopSources, FlowDto Flow);
