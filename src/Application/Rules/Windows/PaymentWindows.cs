using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.Application.Rules.Windows;

/// <summary>The windows of a set of features. Payments are given in the order of their commits, each once. Not thread-safe.</summary>
/// <remarks>
/// The values of a payment are a function of the payments given so far, at most as many as the capacity. A late payment is seen by those
/// after it, and its own values are as of its own time.
/// </remarks>
internal sealed class PaymentWindows
{
    private readonly PaymentLog _log;
    private readonly TextTable? _texts;
    private readonly PaymentFacts _oldest = new(0);
    private readonly Kind[] _kinds;
    private long _payment;
    private readonly (FeatureReader Reader, int Kind, bool IsInCondition)[] _readers;

    /// <param name="compiler">Compiles the conditions of the features.</param>
    /// <param name="capacity">Payments that are kept; the oldest is given up for each further one.</param>
    /// <param name="texts">Where texts are held while a payment has them; null for windows that are dropped whole.</param>
    public PaymentWindows(Features features, RuleCompiler compiler, int capacity, TextTable? texts = null)
    {
        _texts = texts;
        _log = new PaymentLog(capacity);
        var kinds = features.Select(WindowKind.Of).Distinct().ToList();
        var inConditions = features.Where(f => f.Aggregate.Where is not null)
            .SelectMany(f => f.Aggregate.Where!.All.OfType<Aggregate>()).ToHashSet();
        _readers = [.. features.Select((f, i) =>
            (new FeatureReader(f, i, _log), kinds.IndexOf(WindowKind.Of(f)), inConditions.Contains(f.Aggregate)))];
        _kinds = [.. kinds.Select((k, i) => new Kind(
            new SeriesTable(k), k.Where is { } where ? compiler.Compile(where) : null,
            [.. _readers.Where(r => r.Kind == i && IsDistinct(r.Reader)).Select(r => r.Reader)]))];
    }

    public int Payments => _log.Count;

    /// <summary>Takes a payment into the windows, and fills in the values of its features.</summary>
    /// <param name="withValues">False for payments that only fill the windows: they get no values.</param>
    public void Take(PaymentFacts facts, bool withValues = true)
    {
        if (_log.IsFull) GiveUp(_log.NextRow);
        var row = _log.Add(facts);
        Hold(facts);
        _payment++;
        for (var i = 0; i < _readers.Length; i++)
        {
            var (reader, place, isInCondition) = _readers[i];
            var kind = _kinds[place];
            // A condition looks at features before this one, so they have their values by now.
            if (kind.Payment != _payment) Insert(kind, facts, row);
            if (!withValues && !isInCondition) continue;
            if (!kind.Table.Kind.TryKeyOf(facts, reader.Feature.Currency, out var key))
            {
                facts.Known[i] = false;
                continue;
            }

            var series = reader.Feature.Currency is null && kind.Current is not null ? kind.Current : kind.Table.Find(key);
            reader.Read(facts, series, series is not null && series == kind.Current);
        }
    }

    /// <summary>Gives up the oldest payments above a number.</summary>
    public void KeepNewest(int payments)
    {
        while (_log.Count > payments)
        {
            GiveUp(_log.OldestRow);
            _log.DropOldest();
        }
    }

    /// <summary>Takes the newest payments out again, as if they had not been given. Of those that were given up for them nothing comes
    /// back.</summary>
    public void TakeBack(int payments)
    {
        for (var i = 0; i < payments; i++)
        {
            GiveUp(_log.NewestRow);
            _log.DropNewest();
        }
    }

    private static bool IsDistinct(FeatureReader reader) => reader.Feature.Aggregate.Function == AggregateFunction.Distinct;

    private void Insert(Kind kind, PaymentFacts facts, int row)
    {
        (kind.Payment, kind.Current) = (_payment, null);
        if (!kind.Table.Kind.TryKeyOf(facts, null, out var key)) return;
        if (kind.Condition is { } condition && condition(facts) != Truth.True) return;
        var series = kind.Table.GetOrAdd(key);
        series.Insert(facts.Time, row, facts.AmountMinor);
        foreach (var counter in kind.Distinct) counter.Inserted(facts, series);
        kind.Current = series;
    }

    private void GiveUp(int row)
    {
        _log.Read(row, _oldest);
        foreach (var kind in _kinds)
        {
            if (!kind.Table.Kind.TryKeyOf(_oldest, null, out var key) || kind.Table.Find(key) is not { } series) continue;
            if (!series.Remove(_oldest.Time, row)) continue;
            foreach (var counter in kind.Distinct) counter.Removed(_oldest, series);
            if (series.Count == 0) kind.Table.Remove(key);
        }

        Release(_oldest);
    }

    private void Hold(PaymentFacts facts)
    {
        if (_texts is null) return;
        _texts.Hold(facts.Account);
        _texts.Hold(facts.Counterparty);
        _texts.Hold(facts.Source);
    }

    // After the windows: a number that is given free may stand for another text at once.
    private void Release(PaymentFacts facts)
    {
        if (_texts is null) return;
        _texts.Release(facts.Account);
        _texts.Release(facts.Counterparty);
        _texts.Release(facts.Source);
    }

    private sealed class Kind(SeriesTable table, Func<PaymentFacts, Truth>? condition, FeatureReader[] distinct)
    {
        public readonly SeriesTable Table = table;
        public readonly Func<PaymentFacts, Truth>? Condition = condition;
        public readonly FeatureReader[] Distinct = distinct;

        /// <summary>Number of the payment that was put in last.</summary>
        public long Payment;

        /// <summary>The series that the payment at hand was put into.</summary>
        public Series? Current;
    }
}
