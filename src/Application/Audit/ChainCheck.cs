namespace Dashboard.Application.Audit;

/// <summary>Follows one chain from its first entry on, and finds the first entry that is wrong.</summary>
/// <remarks>
/// A signed head covers its entry and all before it, whoever wrote these: a program without a key, or with an earlier one. After the first
/// head that says so, every entry must have its seal. Without such a head, the first sealed entry covers those before it.
/// </remarks>
internal sealed class ChainCheck(string chain, CheckedHeads kept)
{
    private readonly Queue<AuditHead> _heads = new(kept.Heads.Where(h => h.Chain == chain).OrderBy(h => h.Number));
    private readonly long? _sealedAfter = kept.Heads.Where(h => h.Chain == chain && h.IsSealed).Min(h => (long?)h.Number);
    private readonly bool _hasNoHead = kept.Heads.All(h => h.Chain != chain);
    private (long Number, byte[] Hash) _last = (0, AuditChain.Start);
    private long _compared;
    private bool _hasSeals;

    public string Chain => chain;

    /// <summary>What the chain says about the key and the heads; null when nothing is wrong. Known after the last entry.</summary>
    public string? HeadFault =>
        _hasSeals && kept.Seal is null
            ? $"the entries of chain {chain} are sealed, and without their key the seals cannot be checked" + AuditVerification.OtherPlace
        : _last.Number > 0 && _hasNoHead && kept.Kept.Contains(chain) && (kept.Heads.Count == 0 || kept.Heads.Any(h => h.IsSealed))
            ? $"chain {chain} has entries and no signed head: its heads were removed from the head file, and the note of them from the store"
                + AuditVerification.OtherPlace
        : null;

    /// <summary>Takes the next entry that is stored; the chain with its fault when it is wrong.</summary>
    public VerifiedChain? Add(AuditEntry entry)
    {
        // Where the chain begins.
        while (_heads.TryPeek(out var begin) && begin.Number <= 0) _heads.Dequeue();
        if (entry.Number <= 0) return new(chain, 0, entry.Number, "it stands before the first entry, which has the number 1");
        if (FaultOf(entry) is { } fault) return Broken(fault);
        _last = (entry.Number, entry.Hash);
        while (_heads.TryPeek(out var head) && head.Number == entry.Number)
        {
            _heads.Dequeue();
            if (!head.Hash.AsSpan().SequenceEqual(entry.Hash)) return new(chain, entry.Number, entry.Number, Differs(_compared));
            _compared = entry.Number;
        }

        return null;
    }

    public VerifiedChain End() => _heads.FirstOrDefault(h => h.Number > 0) is { } missing
        ? Broken($"it is missing: entry {missing.Number} has a signed head")
        : new(chain, _last.Number, null, null);

    /// <summary>The next entry has values that the program does not write.</summary>
    public VerifiedChain Unreadable(string fault) => Broken(fault);

    private VerifiedChain Broken(string fault) => new(chain, _last.Number, _last.Number + 1, fault);

    private string? FaultOf(AuditEntry entry) =>
        entry.Number != _last.Number + 1 ? "it is missing"
        : !entry.Previous.AsSpan().SequenceEqual(_last.Hash) ? "it does not follow the entry before"
        : !AuditChain.HashOf(entry).AsSpan().SequenceEqual(entry.Hash) ? "its content does not have its hash"
        : SealFaultOf(entry);

    private string? SealFaultOf(AuditEntry entry)
    {
        if (entry.Number <= _sealedAfter) return null;
        if (entry.Seal is null)
        {
            return _sealedAfter is not null || _hasSeals
                ? "it has no seal, so it was added or changed without the key of the trail, or written while the program had no key"
                : null;
        }

        _hasSeals = true;
        return kept.Seal?.Holds(entry) != false ? null
            : "its seal is wrong: the entry was added, or the chain computed anew, without the key of the trail";
    }

    private static string Differs(long compared) => "it differs from its signed head, so the first change lies "
        + (compared == 0 ? "between the beginning and this entry" : $"between the head at entry {compared} and this entry");
}
