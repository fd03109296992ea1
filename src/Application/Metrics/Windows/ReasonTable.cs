namespace Dashboard.Application.Metrics.Windows;

/// <summary>Numbers for the failure reasons of the last hour. Memory is bounded: reasons beyond the table's slots share one.</summary>
/// <remarks>A slot is freed when no second of the hour holds its reason any more.</remarks>
internal sealed class ReasonTable
{
    /// <summary>Reasons that are counted separately.</summary>
    public const int MaxFollowed = 64;

    /// <summary>The slot of all further reasons.</summary>
    public const ushort Others = 0;

    private readonly Dictionary<string, ushort> _slots = new(StringComparer.Ordinal);
    private readonly Stack<ushort> _free = [];
    private readonly string[] _names = new string[MaxFollowed + 1];
    private readonly int[] _holders = new int[MaxFollowed + 1];

    public ReasonTable()
    {
        for (var slot = MaxFollowed; slot > Others; slot--) _free.Push((ushort)slot);
    }

    public int Followed => _slots.Count;

    public string NameOf(int slot) => _names[slot];

    /// <summary>The slot of a reason. A reason without a slot gets one if one is free.</summary>
    public ushort SlotOf(string? reason)
    {
        if (reason is null) return Others;
        if (_slots.TryGetValue(reason, out var slot)) return slot;
        if (!_free.TryPop(out slot)) return Others;
        _slots.Add(reason, slot);
        _names[slot] = reason;
        return slot;
    }

    /// <summary>Counts one more second that holds something of this slot.</summary>
    public void Hold(ushort slot) => _holders[slot]++;

    /// <summary>Counts one second less; a slot that no second uses is free for another reason.</summary>
    public void Release(ushort slot)
    {
        if (--_holders[slot] > 0 || slot == Others) return;
        _slots.Remove(_names[slot]);
        _free.Push(slot);
    }
}
