using System.Runtime.InteropServices;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Metrics.Windows;

/// <summary>
/// Running totals per source and currency. Memory is bounded: pairs beyond the table's slots are tallied together as <c>(other)</c>.
/// </summary>
/// <remarks>A slot is freed when the window holds nothing of its pair any more, so that sources that are busy now find one.</remarks>
internal sealed class SourceTable
{
    /// <summary>Pairs of source and currency that are counted separately.</summary>
    public const int MaxFollowed = 1_000;

    private readonly Dictionary<(string Source, int Currency), ushort> _slots = [];
    private readonly Stack<ushort> _free = [];
    private readonly (string Source, int Currency)[] _names;
    private readonly SourceTally[] _totals;
    private readonly int[] _holders;

    // Scratch space for finding the top sources; kept, because with a thousand sources growing it each time costs more than filling it.
    private readonly Dictionary<string, (long Count, long Failed)> _sums = new(StringComparer.Ordinal);

    public SourceTable()
    {
        // The first slots belong to "(other)", one per currency, and are never freed.
        _names = new (string, int)[Currency.IndexCount + MaxFollowed];
        _totals = new SourceTally[_names.Length];
        _holders = new int[_names.Length];
        for (var i = 0; i < Currency.IndexCount; i++) _names[i] = (Transaction.OtherSources, i);
        for (var i = _names.Length - 1; i >= Currency.IndexCount; i--) _free.Push((ushort)i);
    }

    public int Followed => _slots.Count;

    /// <summary>The slot of a pair. A pair without a slot gets one if one is free.</summary>
    public ushort SlotOf(string source, Currency currency)
    {
        if (_slots.TryGetValue((source, currency.Index), out var slot)) return slot;
        if (!_free.TryPop(out slot)) return (ushort)currency.Index;

        _slots.Add((source, currency.Index), slot);
        _names[slot] = (source, currency.Index);
        return slot;
    }

    public void Add(ushort slot, in SourceTally tally, int sign)
    {
        ref var total = ref _totals[slot];
        total.Failed += sign * tally.Failed;
        total.Volume.Add(tally.Volume, sign);
    }

    /// <summary>Counts one more second that holds something of this slot.</summary>
    public void Hold(ushort slot) => _holders[slot]++;

    /// <summary>Counts one second less; a slot that no second uses is free for another pair.</summary>
    public void Release(ushort slot)
    {
        if (--_holders[slot] > 0 || slot < Currency.IndexCount) return;
        _slots.Remove(_names[slot]);
        _totals[slot] = default;
        _free.Push(slot);
    }

    public void ClearTotals() => Array.Clear(_totals);

    /// <summary>
    /// The sources with the greatest counts, currencies of one source together; ties by name. Made in one pass, because there may be a
    /// thousand.
    /// </summary>
    public IReadOnlyList<SourceDto> Top(int count)
    {
        _sums.Clear();
        for (var slot = 0; slot < _totals.Length; slot++)
        {
            ref readonly var total = ref _totals[slot];
            if (total.Count == 0) continue;
            ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, _names[slot].Source, out _);
            sums = (sums.Count + total.Count, sums.Failed + total.Failed);
        }

        var top = new List<KeyValuePair<string, (long Count, long Failed)>>();
        foreach (var sums in _sums)
        {
            var place = top.Count;
            while (place > 0 && ComesBefore(sums, top[place - 1])) place--;
            if (place == count) continue;
            top.Insert(place, sums);
            if (top.Count > count) top.RemoveAt(count);
        }

        return [.. top.Select(s => new SourceDto(s.Key, s.Value.Count, VolumesOf(s.Key), (double)s.Value.Failed / s.Value.Count))];
    }

    private static bool ComesBefore(KeyValuePair<string, (long Count, long Failed)> a, KeyValuePair<string, (long Count, long Failed)> b) =>
        a.Value.Count != b.Value.Count ? a.Value.Count > b.Value.Count : StringComparer.Ordinal.Compare(a.Key, b.Key) < 0;

    // Volumes are collected for the top sources only: a thousand sources would allocate a thousand lists at every snapshot.
    private IReadOnlyList<VolumeDto> VolumesOf(string source)
    {
        var volumes = new List<VolumeDto>();
        for (var slot = 0; slot < _totals.Length; slot++)
        {
            if (_totals[slot].Count == 0 || _names[slot].Source != source) continue;
            volumes.Add(_totals[slot].Volume.ToDto(Currency.FromIndex(_names[slot].Currency)));
        }

        return [.. volumes.OrderBy(v => v.Currency, StringComparer.Ordinal)];
    }
}
