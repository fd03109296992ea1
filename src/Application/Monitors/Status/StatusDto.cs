using Dashboard.Application.Alerts;
using Dashboard.Application.Common;
using Dashboard.Application.Monitors.Incidents;

namespace Dashboard.Application.Monitors.Status;

/// <summary>How bad the worst is.</summary>
public enum StatusLevel
{
    /// <summary>No incident goes on, and no alert waits for a person.</summary>
    Calm,

    /// <summary>The same, but what is usual is not known yet, so nothing can be judged.</summary>
    Unknown,

    Warning,
    Critical,
}

/// <summary>Whether anything is wrong, in one sentence.</summary>
public sealed record StatusDto : IMaskable
{
    public required StatusLevel Level { get; init; }

    /// <summary>The whole sentence, with times in UTC.</summary>
    public string Message => StatusText.Sentence(this);

    /// <summary>What the sentence is about, for instance a source or an account; null when it is about everything.</summary>
    public required string? Name { get; init; }

    /// <summary>What is wrong: <c>74 % of 480 failed</c>, or the message of an alert.</summary>
    public required string Text { get; init; }

    /// <summary>When it began. Of a calm state: since when it has been calm, at the earliest the start of the program.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public required DateTimeOffset? Until { get; init; }

    /// <summary>What belongs to it: what is usual, the main reason, whether all others are normal.</summary>
    public required IReadOnlyList<string> Details { get; init; }

    /// <summary>The incident that the sentence is about; null when it is about something else.</summary>
    public required IncidentDto? Incident { get; init; }

    /// <summary>The alert that the sentence is about; null without one.</summary>
    public required AlertDto? Alert { get; init; }

    /// <summary>Further open incidents.</summary>
    public required int MoreIncidents { get; init; }

    /// <summary>Further alerts that wait for a person.</summary>
    public required int MoreAlerts { get; init; }

    public required ApprovalDto Approval { get; init; }

    /// <summary>The incidents of the last hour, for charts: the open ones first.</summary>
    public required IReadOnlyList<IncidentSpan> Incidents { get; init; }

    object IMaskable.Masked() => this with
    {
        Text = Incident is null && Alert is not null && IncidentRules.Has(Alert.Rule) ? SliceText.MaskedIn(Text, Alert.Subject) : Text,
        Name = StatusText.NameOf(Incident?.Masked(), Alert?.Masked()),
        Incident = Incident?.Masked(),
        Alert = Alert?.Masked(),
    };
}

/// <summary>The payments of the last full minute, and what is usual.</summary>
public sealed record ApprovalDto
{
    /// <summary>Payments that ended.</summary>
    public required long Payments { get; init; }

    /// <summary>Completed of them; null without payments.</summary>
    public required double? Share { get; init; }

    /// <summary>The share of the last hour without its newest half minute and without incidents; null as long as it is not
    /// known.</summary>
    public required double? UsualShare { get; init; }

    /// <summary>Nineteen minutes of twenty have at least this share.</summary>
    public required double? UsualLow { get; init; }

    /// <summary>Nineteen minutes of twenty have at most this share.</summary>
    public required double? UsualHigh { get; init; }
}

/// <param name="BeganAt">Its first second.</param>
/// <param name="EndedAt">The second from which on the figures were usual again; null while it is open.</param>
public sealed record IncidentSpan(Measure Measure, DateTimeOffset BeganAt, DateTimeOffset? EndedAt);
