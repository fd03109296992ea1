namespace Dashboard.Application.Monitors.Versions;

/// <summary>One version of a monitor.</summary>
/// <param name="Version">Counts from 1. That of the newest version is the ETag of the monitor.</param>
/// <param name="Measure">What is counted, and of what it is a share.</param>
/// <param name="IsOn">False: it opens nothing.</param>
/// <param name="Source">Only payments of this source; null with no currency for everything, each source and each currency.</param>
/// <param name="Currency">Only payments in this currency.</param>
/// <param name="Limit">A share that must not be exceeded; null to compare with what is usual.</param>
/// <param name="MinimumRise">How far the share must rise above the usual one.</param>
/// <param name="MinimumPayments">The fewest payments that are judged; of a silence, those that usually would have come.</param>
/// <param name="Certainty">How unlikely chance must be: a natural logarithm.</param>
/// <param name="QuietSeconds">How long the figures must be usual before the incident ends.</param>
/// <param name="Counts">What the measure counts, in words.</param>
/// <param name="Of">Of which payments it is a share, in words.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="IsAsserted">The name was given by the caller, and no sign-in vouches for it.</param>
public sealed record MonitorDto(
    string Name, int Version, Measure Measure, bool IsOn, string? Source, string? Currency, double? Limit, double MinimumRise,
    int MinimumPayments, double Certainty, double QuietSeconds, string? Description, string Counts, string Of, string By, bool IsAsserted,
    string Reason, DateTimeOffset CreatedAt)
{
    internal static MonitorDto From(MonitorVersion version)
    {
        var content = version.Content;
        var (counts, of) = WordsOf(content.Measure);
        return new MonitorDto(
            version.Name, version.Number, content.Measure, content.IsOn, content.Source, content.Currency, content.Limit,
            content.MinimumRise, content.MinimumPayments, content.Certainty, content.Quiet.TotalSeconds, content.Description, counts, of,
            version.By.Name, version.By.IsAsserted, version.Reason, version.CreatedAt);
    }

    private static (string Counts, string Of) WordsOf(Measure measure)
    {
        const string ended = "payments that ended: completed and failed, refunds as well; rejected and duplicate payments never ended";
        return measure switch
        {
            Measure.FailureRate => ("payments that failed, whatever the reason", ended),
            Measure.FlaggedShare => ("payments that a rule flagged", ended),
            Measure.SlowShare => ("payments that took longer than 95 % of those before", ended),
            Measure.Silence => ("seconds without an ended payment", "the seconds in which its usual number of payments would have ended"),
            _ => throw new ArgumentOutOfRangeException(nameof(measure)),
        };
    }
}

/// <summary>All monitors, each in its newest version.</summary>
public sealed record MonitorList(IReadOnlyList<MonitorDto> Monitors);

/// <summary>All versions of a monitor, newest first.</summary>
public sealed record MonitorVersionList(IReadOnlyList<MonitorDto> Versions);
