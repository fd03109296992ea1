using System.Globalization;
using Dashboard.Application.Alerts;
using Dashboard.Application.Monitors.Incidents;

namespace Dashboard.Application.Monitors.Status;

/// <summary>The words of the status.</summary>
internal static class StatusText
{
    private const string TimeOfDay = "HH:mm:ss 'UTC'";

    public static string? NameOf(IncidentDto? incident, AlertDto? alert)
    {
        if (incident is not null) return incident.Conditions.Count == 0 ? null : string.Join(", ", incident.Conditions.Values);
        return alert is null || IncidentRules.Has(alert.Rule) ? null : alert.Subject;
    }

    public static string TextOf(IncidentDto incident) => incident.Measure == Measure.Silence
        ? "no payment has ended"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Wording.Percent(incident.Share ?? 0)} of {incident.Payments:N0} {Wording.Verb(incident.Measure)}");

    public static IReadOnlyList<string> DetailsOf(IncidentDto incident)
    {
        var details = new List<string>();
        if (incident.UsualShare is { } usual) details.Add("usually " + Wording.Percent(usual));
        if (incident.UsualPerSecond is { } rate)
            details.Add(string.Create(CultureInfo.InvariantCulture, $"usually {rate:0.##} a second"));
        if (Wording.MainReason(incident.Explanation) is { } reason) details.Add(reason);
        if (!incident.IsOpen) details.Add("usual again");
        else if (Wording.AreOthersNormal(incident.Explanation)) details.Add("all others normal");
        return details;
    }

    public static IReadOnlyList<string> DetailsOf(ApprovalDto approval, bool isJudged)
    {
        var details = new List<string>();
        if (approval.Share is { } share) details.Add("approval " + Wording.Percent(share));
        else details.Add("no payment has ended in the last minute");
        if (approval is { UsualLow: { } low, UsualHigh: { } high })
            details.Add(string.Create(CultureInfo.InvariantCulture, $"usually {100 * low:0.#}–{100 * high:0.#} %"));
        else details.Add(isJudged ? "what is usual is not known yet" : "monitors are off");
        return details;
    }

    /// <summary><c>acquirer-b: 74 % of 480 failed since 13:12:04 UTC, usually 2 %, 80 % issuer_timeout.</c></summary>
    public static string Sentence(StatusDto status)
    {
        var text = status.Name is { } name ? $"{name}: {status.Text}" : status.Text;
        if (status is { Since: { } began, Until: { } ended }) text += $" from {Clock(began)} to {Clock(ended)}";
        else if (status.Since is { } since) text += $" since {Clock(since)}";
        return string.Join(", ", [text, .. status.Details]) + ".";
    }

    private static string Clock(DateTimeOffset time) => time.ToUniversalTime().ToString(TimeOfDay, CultureInfo.InvariantCulture);
}
