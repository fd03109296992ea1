using Dashboard.Application.Rules.Lab.Reports;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Rules.Lab;

/// <summary>Counts what a rule says of payments: by day, source and currency.</summary>
internal sealed class Tally
{
    private const int MaxDays = 1_000;
    private const int MaxSources = 100;
    private const long MicrosecondsOfADay = 86_400_000_000;

    private static readonly DateOnly Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch);

    private readonly Dictionary<long, Count> _days = [];
    private readonly Dictionary<int, Count> _sources = [];
    private readonly Dictionary<int, Count> _currencies = [];
    private readonly HashSet<int> _accounts = [];

    public long Payments { get; private set; }

    public long Flagged { get; private set; }

    public long Unknown { get; private set; }

    public long FlaggedAccounts => _accounts.Count;

    public void Add(PaymentFacts facts, Truth truth)
    {
        Payments++;
        if (truth == Truth.Unknown) Unknown++;
        var isFlagged = truth == Truth.True;
        Of(_days, Math.DivRem(facts.Time, MicrosecondsOfADay) is var (day, rest) && rest < 0 ? day - 1 : day).Add(isFlagged, 0);
        Of(_sources, facts.Source).Add(isFlagged, 0);
        Of(_currencies, facts.Currency).Add(isFlagged, facts.AmountMinor);
        if (!isFlagged) return;
        Flagged++;
        if (facts.Account != TextTable.Missing) _accounts.Add(facts.Account);
    }

    public IReadOnlyList<TriedDay> PerDay() =>
    [
        .. _days.OrderBy(d => d.Key).TakeLast(MaxDays)
            .Select(d => new TriedDay(Epoch.AddDays((int)d.Key), d.Value.Payments, d.Value.Flagged)),
    ];

    public IReadOnlyList<TriedSource> PerSource(TextTable texts) =>
    [
        .. _sources.Select(s => new TriedSource(texts.TextOf(s.Key)!, s.Value.Payments, s.Value.Flagged))
            .OrderByDescending(s => s.Flagged).ThenBy(s => s.Source, StringComparer.Ordinal).Take(MaxSources),
    ];

    public IReadOnlyList<TriedCurrency> PerCurrency() =>
    [
        .. _currencies.Where(c => c.Value.Flagged > 0)
            .Select(c => (Currency: Currency.FromIndex(c.Key), c.Value))
            .Select(c => new TriedCurrency(
                c.Currency.Code, c.Value.Payments, c.Value.Flagged, Money.ToDecimal(c.Value.FlaggedMinor, c.Currency)))
            .OrderBy(c => c.Currency, StringComparer.Ordinal),
    ];

    private static Count Of<TKey>(Dictionary<TKey, Count> counts, TKey key)
        where TKey : notnull
    {
        if (!counts.TryGetValue(key, out var count)) counts.Add(key, count = new Count());
        return count;
    }

    private sealed class Count
    {
        public long Payments { get; private set; }

        public long Flagged { get; private set; }

        public Int128 FlaggedMinor { get; private set; }

        public void Add(bool isFlagged, long amount)
        {
            Payments++;
            if (!isFlagged) return;
            Flagged++;
            FlaggedMinor += amount;
        }
    }
}
