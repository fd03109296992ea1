using Dashboard.Application.Common;
using Dashboard.Domain.Alerts;

namespace Dashboard.Application.Alerts;

/// <summary>An alert as clients see it.</summary>
public sealed record AlertDto : IMaskable
{
    /// <summary>13 characters, time-ordered.</summary>
    public required string Id { get; init; }

    public required string Rule { get; init; }

    public required AlertSeverity Severity { get; init; }

    /// <summary>A sentence with the number and the limit.</summary>
    public required string Message { get; init; }

    /// <summary>The newest transaction that fired it. The message is about it.</summary>
    public required string TransactionId { get; init; }

    /// <summary>Receipt of the oldest transaction that fired it.</summary>
    /// <remarks>The transactions that fired an alert have its rule among their flags, its subject as account, and were received from
    /// here to <see cref="LastReceivedAt"/>.</remarks>
    public required DateTimeOffset FirstReceivedAt { get; init; }

    /// <summary>Receipt of the newest transaction that fired it.</summary>
    public required DateTimeOffset LastReceivedAt { get; init; }

    /// <summary>What it is about: an account, a source or a transaction; <c>(other)</c> for all further subjects of its rule while there
    /// are too many alerts.</summary>
    public required string Subject { get; init; }

    /// <summary>How often it fired since it was raised.</summary>
    public required long Count { get; init; }

    public required AlertStatus Status { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>When it last fired; a decision does not change it.</summary>
    public required DateTimeOffset LastFiredAt { get; init; }

    /// <summary>When it last fired or its status last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    public required DateTimeOffset? AcknowledgedAt { get; init; }

    public required DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>A person, or the system because more than a thousand alerts were unresolved; null before.</summary>
    public required AlertResolver? ResolvedBy { get; init; }

    /// <summary>The subject of an overdue outcome is a source, that of a stopped rule its name, and that of an incident a slice. All others
    /// are about an account.</summary>
    public AlertDto Masked()
    {
        if (Rule is OverdueOutcomes.Rule or RuleWatch.Rule || Subject == AlertBook.OtherSubjects) return this;
        if (!IncidentRules.Has(Rule)) return this with { Subject = AccountMask.Of(Subject) };
        return this with { Subject = SliceText.Masked(Subject), Message = SliceText.MaskedIn(Message, Subject) };
    }

    object IMaskable.Masked() => Masked();
}

/// <summary>A part of all payments as text, for instance <c>source:pos; currency:GBP</c>. Alerts have it as their subject.</summary>
public static class SliceText
{
    /// <summary>The part without conditions.</summary>
    public const string Everything = "everything";

    private const string Separator = "; ";
    private const char Colon = ':';
    private const string Account = "account";
    private const string Counterparty = "counterparty";

    public static string Of(IEnumerable<KeyValuePair<string, string>> conditions)
    {
        var text = string.Join(Separator, conditions.Select(c => c.Key + Colon + c.Value));
        return text.Length == 0 ? Everything : text;
    }

    /// <summary>The same without account numbers.</summary>
    public static string Masked(string text) => string.Join(Separator, text.Split(Separator).Select(part =>
    {
        var colon = part.IndexOf(Colon, StringComparison.Ordinal);
        return colon < 0 ? part : part[..(colon + 1)] + Masked(part[..colon], part[(colon + 1)..]);
    }));

    /// <summary>A sentence about a part, without the account numbers that the part has.</summary>
    public static string MaskedIn(string sentence, string subject)
    {
        foreach (var part in subject.Split(Separator))
        {
            var colon = part.IndexOf(Colon, StringComparison.Ordinal);
            if (colon < 0 || part.Length == colon + 1) continue;
            var value = part[(colon + 1)..];
            sentence = sentence.Replace(value, Masked(part[..colon], value), StringComparison.Ordinal);
        }

        return sentence;
    }

    /// <summary>The value of a field, masked when it names an account.</summary>
    public static string Masked(string field, string value) => field switch
    {
        Account => AccountMask.Of(value),
        Counterparty => AccountMask.OfCounterparty(value)!,
        _ => value,
    };
}

/// <summary>The rules of incidents: the subject of their alerts is a slice of all payments (<see cref="SliceText"/>).</summary>
public static class IncidentRules
{
    public const string FailureRate = "failure_rate";
    public const string FlaggedShare = "flagged_share";
    public const string SlowPayments = "slow_payments";
    public const string SilentSource = "silent_source";

    public static readonly IReadOnlySet<string> All =
        new HashSet<string>(StringComparer.Ordinal) { FailureRate, FlaggedShare, SlowPayments, SilentSource };

    public static bool Has(string rule) => All.Contains(rule);
}
