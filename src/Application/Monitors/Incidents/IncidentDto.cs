using Dashboard.Application.Alerts;
using Dashboard.Application.Common;
using Dashboard.Application.Monitors.Explain;

namespace Dashboard.Application.Monitors.Incidents;

/// <summary>Something unusual that began, and perhaps ended.</summary>
public sealed record IncidentDto : IMaskable
{
    /// <summary>13 characters, time-ordered.</summary>
    public required string Id { get; init; }

    /// <summary>The monitor that opened it, for instance <c>failure_rate</c>.</summary>
    public required string Monitor { get; init; }

    /// <summary>The version of the monitor.</summary>
    public required int MonitorVersion { get; init; }

    public required Measure Measure { get; init; }

    /// <summary>The payments it is about, and the subject of its alert: <c>source:pos; currency:GBP</c>, or <c>everything</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The same, field by field.</summary>
    public required IReadOnlyDictionary<string, string> Conditions { get; init; }

    public required bool IsOpen { get; init; }

    /// <summary>A sentence with the figures.</summary>
    public required string Message { get; init; }

    /// <summary>The second in which the figures became unusual.</summary>
    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>When it was noticed.</summary>
    public required DateTimeOffset NoticedAt { get; init; }

    /// <summary>The second from which on the figures were usual again; null while it is open.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Payments of the subject since it began.</summary>
    public required long Payments { get; init; }

    /// <summary>Those that the measure counts.</summary>
    public required long Bad { get; init; }

    /// <summary>Bad of all; null without payments.</summary>
    public required double? Share { get; init; }

    /// <summary>What was usual when it began, or the limit of the monitor; null for a silence.</summary>
    public required double? UsualShare { get; init; }

    /// <summary>Of a silence: payments of a usual second; null otherwise.</summary>
    public required double? UsualPerSecond { get; init; }

    /// <summary>The money of the bad payments, by currency; refunds count with their amount.</summary>
    public required IReadOnlyList<IncidentAmount> Amounts { get; init; }

    /// <summary>What explains it, as of the last look; null for a silence.</summary>
    public required ExplainReport? Explanation { get; init; }

    public IncidentDto Masked() => this with
    {
        Subject = SliceText.Masked(Subject),
        Conditions = Conditions.ToDictionary(c => c.Key, c => SliceText.Masked(c.Key, c.Value)),
        Message = SliceText.MaskedIn(Message, Subject),
        Explanation = Explanation?.Masked(),
    };

    object IMaskable.Masked() => Masked();
}

/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Amount">In units of the currency.</param>
public sealed record IncidentAmount(string Currency, decimal Amount);

/// <param name="Items">The open ones first, then those that ended, the newest first.</param>
public sealed record IncidentList(IReadOnlyList<IncidentDto> Items) : IMaskable
{
    object IMaskable.Masked() => new IncidentList([.. Items.Select(i => i.Masked())]);
}
