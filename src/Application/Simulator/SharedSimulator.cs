using System.Globalization;
using Dashboard.Application.Cluster;
using Dashboard.Application.Common;
using Dashboard.Application.Storage;

namespace Dashboard.Application.Simulator;

/// <summary>The settings of the simulator for all nodes: stored by the node that is asked to change them, read by all. A node that is alone
/// stores nothing.</summary>
public sealed class SharedSimulator(IStoreState state, NodeIdentity node, NodeRoles roles, TimeProvider clock)
{
    private const string Name = "simulator";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long? _readAt;

    /// <summary>Whether this node makes the transactions.</summary>
    public bool IsHere => roles.Has(NodeRoles.Simulator);

    public Task StoreAsync(SimulatorStatus status, CancellationToken cancellationToken) =>
        node.IsAlone
            ? Task.CompletedTask
            : state.SetAsync(
                Name, string.Create(CultureInfo.InvariantCulture, $"{status.Enabled} {status.TransactionsPerSecond}"), cancellationToken);

    /// <summary>Called by the tick alone. Null when nothing is stored, or when it was read less than a second ago.</summary>
    public async Task<(bool Enabled, int TransactionsPerSecond)?> ReadAsync(CancellationToken cancellationToken)
    {
        if (node.IsAlone || (_readAt is { } last && clock.GetElapsedTime(last) < Interval)) return null;
        _readAt = clock.GetTimestamp();
        return (await state.FindAsync(Name, cancellationToken))?.Split(' ') is [var enabled, var rate]
            ? (bool.Parse(enabled), int.Parse(rate, CultureInfo.InvariantCulture))
            : null;
    }
}
