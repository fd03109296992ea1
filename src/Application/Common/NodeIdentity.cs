using System.Collections.Frozen;
using Dashboard.Domain.Common;

namespace Dashboard.Application.Common;

/// <summary>The node that this run of the program is: its id, and the slots whose unfinished transactions are its work
/// (docs/adr/0035). Safe for any number of threads.</summary>
public sealed class NodeIdentity : IDisposable
{
    private readonly CancellationTokenSource _fenced = new();
    private readonly CancellationToken _whenFenced;
    private volatile FrozenSet<int> _slots = [];
    private volatile bool _isAlone;
    private long _id;

    // The token is asked for after the end as well, when a host is stopped a second time.
    public NodeIdentity() => _whenFenced = _fenced.Token;

    /// <summary>Null before the node has joined.</summary>
    public OrderedId? Id => Volatile.Read(ref _id) is not 0 and var id ? new OrderedId(id) : null;

    /// <summary>The slots that it holds. A node that is alone does the work of all others as well.</summary>
    public IReadOnlySet<int> Slots => _slots;

    /// <summary>No other node works on this store.</summary>
    public bool IsAlone => _isAlone;

    /// <summary>Cancelled when the node may not commit any more: another one has taken its place.</summary>
    public CancellationToken Fenced => _whenFenced;

    /// <summary>Whether the unfinished transactions of a slot are the work of this node.</summary>
    public bool Holds(int slot) => _isAlone || _slots.Contains(slot);

    public void Join(OrderedId id, bool isAlone, IEnumerable<int> slots)
    {
        _isAlone = isAlone;
        _slots = slots.ToFrozenSet();
        Volatile.Write(ref _id, id.Value);
    }

    /// <summary>Replaces the slots that it holds.</summary>
    public void Hold(IEnumerable<int> slots) => _slots = slots.ToFrozenSet();

    public void Fence() => _fenced.Cancel();

    public void Dispose() => _fenced.Dispose();
}

/// <summary>Names this run of the program, for clients and for the books.</summary>
public sealed class RunIdentity
{
    /// <summary>32 hexadecimal digits, new at every start. Sequences of different epochs cannot be compared.</summary>
    public string Epoch { get; } = Guid.CreateVersion7().ToString("N");
}
