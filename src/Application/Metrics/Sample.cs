using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Metrics;

/// <summary>One end of a transaction, as the windows count it.</summary>
internal readonly record struct Sample(
    DateTimeOffset EndedAt, bool Failed, bool Flagged, string Source, Money Amount, TimeSpan ProcessingTime)
{
    public long ProcessingMs => ProcessingTime.Ticks / TimeSpan.TicksPerMillisecond;

    public Tally AsTally() => new() { Count = 1, Failed = Failed ? 1 : 0, Flagged = Flagged ? 1 : 0, ProcessingMs = ProcessingMs };
}

/// <summary>What the windows hold at one instant.</summary>
internal sealed record WindowedFigures(
    double TransactionsPerSecond, WindowDto LastMinute, WindowDto LastFiveMinutes, WindowDto LastHour, IReadOnlyList<SourceDto> TopSources);
