using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Profiles;

/// <summary>Counts the payments of a profile, one after the other, newest first.</summary>
internal sealed class ProfileTally(ProfileKind kind, TimeZoneInfo zone)
{
    private readonly PartTally _all = new();
    private readonly Dictionary<string, PartTally> _partners = [];
    private readonly Dictionary<string, PartTally> _sources = [];
    private readonly Dictionary<string, PartTally> _reasons = [];
    private readonly Dictionary<string, PartTally> _rules = [];
    private readonly int[] _hours = new int[7 * 24];
    private readonly List<ProfilePoint> _newest = [];
    private long _flagged;
    private long _unfinished;
    private DateTimeOffset? _first;
    private DateTimeOffset? _last;

    public void Add(Transaction payment)
    {
        _all.Add(payment);
        var details = payment.Details;
        if (kind == ProfileKind.Counterparty) Part(_partners, details.Account).Add(payment);
        else if (details.Counterparty is { } counterparty) Part(_partners, counterparty).Add(payment);
        Part(_sources, details.Source).Add(payment);
        if (payment.FailureReason is { } reason) Part(_reasons, reason).Add(payment);
        foreach (var rule in payment.Flags) Part(_rules, rule).Add(payment);
        if (payment.IsFlagged) _flagged++;
        if (!payment.IsFinished) _unfinished++;
        _hours[HourOfWeek(details.CreatedAt)]++;
        _last ??= payment.ReceivedAt;
        _first = payment.ReceivedAt;
        if (_newest.Count < ProfileDto.MaxPoints) _newest.Add(Point(payment));
    }

    public ProfileDto ToDto(string name, DateTimeOffset? countedFrom) => new()
    {
        Kind = kind,
        Name = name,
        Payments = _all.Payments,
        Failed = _all.Failed,
        Flagged = _flagged,
        Unfinished = _unfinished,
        FirstReceivedAt = _first,
        LastReceivedAt = _last,
        CountedFrom = countedFrom,
        Amounts = _all.Amounts(),
        Partners = MostFrequent(_partners),
        PartnerCount = _partners.Count,
        Sources = MostFrequent(_sources),
        FailureReasons = MostFrequent(_reasons),
        Rules = MostFrequent(_rules),
        Hours = _hours,
        Zone = zone.Id,
        Newest = _newest,
    };

    private static PartTally Part(Dictionary<string, PartTally> parts, string name)
    {
        if (!parts.TryGetValue(name, out var part)) parts[name] = part = new PartTally();
        return part;
    }

    private static IReadOnlyList<ProfilePart> MostFrequent(Dictionary<string, PartTally> parts) =>
    [
        .. parts.OrderByDescending(p => p.Value.Payments).ThenBy(p => p.Key, StringComparer.Ordinal).Take(ProfileDto.MaxListed)
            .Select(p => new ProfilePart(p.Key, p.Value.Payments, p.Value.Failed, p.Value.Amounts())),
    ];

    private static ProfilePoint Point(Transaction payment) => new(
        payment.Id.ToString(), payment.Details.CreatedAt, payment.Details.Amount.Amount, payment.Details.Amount.Currency.Code,
        payment.Status, payment.IsFlagged);

    private int HourOfWeek(DateTimeOffset time)
    {
        var local = TimeZoneInfo.ConvertTime(time, zone);
        // The week of DayOfWeek begins with Sunday.
        var day = ((int)local.DayOfWeek + 6) % 7;
        return day * 24 + local.Hour;
    }
}
