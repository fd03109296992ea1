using Dashboard.Domain.Common;

namespace Dashboard.Application.Cluster;

/// <summary>The nodes that share the store.</summary>
public interface INodes
{
    /// <summary>Takes the work of nodes that are dead or have stopped. Of several nodes that do this at once, one takes each
    /// slot.</summary>
    /// <param name="declaresDead">False to take only what nodes that stopped have left.</param>
    Task<TakenSlots> TakeOverAsync(bool declaresDead, CancellationToken cancellationToken);

    /// <summary>Frees slots of other nodes that have no unfinished transaction any more.</summary>
    Task FreeFinishedSlotsAsync(CancellationToken cancellationToken);

    /// <summary>How many transactions of the slots of this node were ended by other nodes, since ever, by slot.</summary>
    Task<IReadOnlyDictionary<int, long>> EndedElsewhereAsync(CancellationToken cancellationToken);

    /// <summary>Takes or keeps a role. False while another node has it.</summary>
    Task<bool> TakeRoleAsync(string name, CancellationToken cancellationToken);
}

/// <param name="Slots">New to this node; their unfinished transactions are its work from now on.</param>
/// <param name="Dead">The nodes that this one declared dead.</param>
public sealed record TakenSlots(IReadOnlyList<int> Slots, IReadOnlyList<OrderedId> Dead);
