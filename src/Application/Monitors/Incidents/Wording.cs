using System.Globalization;
using Dashboard.Application.Alerts;
using Dashboard.Application.Monitors.Explain;
using Dashboard.Application.Monitors.Recent;
using Dashboard.Domain.Alerts;

namespace Dashboard.Application.Monitors.Incidents;

/// <summary>What an incident is called, and the sentence that says it.</summary>
internal static class Wording
{
    // A reason is named when most of the bad payments have it.
    private const double NamedReason = 0.5;

    // From here on people are needed at once.
    private const double CriticalRise = 0.2;

    public static string RuleOf(Measure measure) => measure switch
    {
        Measure.FailureRate => IncidentRules.FailureRate,
        Measure.FlaggedShare => IncidentRules.FlaggedShare,
        Measure.SlowShare => IncidentRules.SlowPayments,
        Measure.Silence => IncidentRules.SilentSource,
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };

    public static AlertSeverity SeverityOf(Incident incident) =>
        SeverityOf(incident.Measure, incident.Payments == 0 ? null : (double)incident.Bad / incident.Payments, incident.UsualShare);

    public static AlertSeverity SeverityOf(Measure measure, double? share, double? usual) =>
        measure == Measure.FailureRate && share - usual >= CriticalRise ? AlertSeverity.Critical : AlertSeverity.Warning;

    /// <summary>The subject of its alert; shortened when the values are very long.</summary>
    public static string SubjectOf(Slice slice)
    {
        var text = slice.ToString();
        return text.Length <= Alert.MaxSubjectLength ? text : text[..(Alert.MaxSubjectLength - 1)] + "…";
    }

    public static string MessageOf(Incident incident)
    {
        var message = incident.Measure == Measure.Silence ? SilenceOf(incident) : ShareOf(incident);
        if (incident.Ended is { } ended) message += $" Usual again since {Clock(ended)}.";
        return message.Length <= Alert.MaxMessageLength ? message : message[..(Alert.MaxMessageLength - 1)] + "…";
    }

    private static string ShareOf(Incident incident)
    {
        var share = incident.Payments == 0 ? 0 : (double)incident.Bad / incident.Payments;
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{Name(incident.Slice)}: {Percent(share)} of {incident.Payments:N0} {Verb(incident.Measure)} since {Clock(incident.Began)}"
            + $" ({Compared(incident)} {Percent(incident.UsualShare)}){ReasonOf(incident.Explanation)}");
        return text + OthersOf(incident) + ".";
    }

    private static string Compared(Incident incident) => incident.Monitor.Content.Limit is null ? "usually" : "limit";

    private static string SilenceOf(Incident incident) => string.Create(CultureInfo.InvariantCulture,
        $"{Name(incident.Slice)}: no payment has ended since {Clock(incident.Began)} (usually {incident.UsualPerSecond:0.##} a second).");

    /// <summary>The reason that most of the bad payments have, with its share; null when there is none.</summary>
    public static string? MainReason(ExplainReport? explanation) =>
        explanation?.Reasons is [{ } first, ..] && first.Share >= NamedReason ? $"{Percent(first.Share)} {first.Reason}" : null;

    /// <summary>Whether all payments but those of the first slice are as usual.</summary>
    public static bool AreOthersNormal(ExplainReport? explanation)
    {
        if (explanation?.Slices is not [{ ShareWithout: { } without } best, ..] || best.Conditions.Count == 0) return false;
        return without - explanation.Baseline.Share is { } rise && rise < (best.Share - without) / 4;
    }

    private static string ReasonOf(ExplainReport? explanation) => MainReason(explanation) is { } reason ? ", " + reason : "";

    private static string OthersOf(Incident incident) => AreOthersNormal(incident.Explanation) ? "; all others normal" : "";

    public static string Verb(Measure measure) => measure switch
    {
        Measure.FailureRate => "failed",
        Measure.FlaggedShare => "were flagged",
        _ => "were slower than usual",
    };

    private static string Name(Slice slice) =>
        slice.Conditions.Count == 0 ? "Everything" : string.Join(", ", slice.Conditions.Select(c => c.Value));

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    private static string Clock(long second) =>
        DateTimeOffset.FromUnixTimeSeconds(second).ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
