using System.ComponentModel.DataAnnotations;

namespace Dashboard.Application.Cluster;

/// <summary>Section <c>Cluster</c>: several programs, called nodes, that share one store.</summary>
/// <remarks>
/// Ingest, processing, history, books and the audit trail work over all nodes. The live page of a node shows the transactions and figures
/// of that node only.
/// </remarks>
public sealed class ClusterOptions
{
    /// <summary>Whether other nodes may work on the same store.</summary>
    /// <remarks>
    /// Needs SQL Server or PostgreSQL; over SQLite the start ends with exit code 1. Without it a start takes the place of a program that
    /// used the store before, and that program stops with exit code 8.
    /// </remarks>
    public bool Enabled { get; set; }

    /// <summary>The name of this node, in the list of nodes and in its audit trail. Each node has its own.</summary>
    /// <value>Up to 32 letters, digits, dots, hyphens and underscores; without one, the name of the machine.</value>
    /// <remarks>A node takes the place of a node of the same name, which then stops with exit code 8.</remarks>
    [RegularExpression("[A-Za-z0-9._-]{1,32}")]
    public string? NodeName { get; set; }

    /// <summary>How long a node may be silent before another one takes its work over.</summary>
    /// <remarks>Every commit renews the lease. A node that was silent for longer is replaced, and stops with exit code 8.</remarks>
    [Range(typeof(TimeSpan), "00:00:02", "00:01:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest name of a node.</summary>
    public const int MaxNameLength = 32;

    /// <summary><see cref="NodeName"/>, or the name of the machine.</summary>
    public string NameThisNode() =>
        NodeName ?? (Environment.MachineName is { Length: > MaxNameLength } longer ? longer[..MaxNameLength] : Environment.MachineName);
}
