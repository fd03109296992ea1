using System.Collections.Concurrent;
using Dashboard.Application.Common;

namespace Dashboard.Application.Cluster;

/// <summary>The duties that one node at a time does for all. A node that is alone has all of them. Safe for any number of
/// threads.</summary>
/// <remarks>A role is held for the time of the lease after its last renewal: a node that was paused does not act on what it had
/// before.</remarks>
public sealed class NodeRoles(NodeIdentity node, TimeProvider clock)
{
    public const string Simulator = "simulator";
    public const string Retention = "retention";
    public const string Outcomes = "outcomes";

    private readonly ConcurrentDictionary<string, (long At, TimeSpan Lease)> _held = [];

    public static IReadOnlyList<string> All { get; } = [Simulator, Retention, Outcomes];

    /// <summary>Whether this node does a duty now.</summary>
    public bool Has(string role) =>
        node.IsAlone || (_held.TryGetValue(role, out var held) && clock.GetElapsedTime(held.At) < held.Lease);

    /// <param name="since">The timestamp from before the role was asked for.</param>
    public void Hold(string role, long since, TimeSpan lease) => _held[role] = (since, lease);

    public void Lose(string role) => _held.TryRemove(role, out _);
}
