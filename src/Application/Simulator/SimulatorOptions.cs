using System.ComponentModel.DataAnnotations;

namespace Dashboard.Application.Simulator;

/// <summary>Section <c>Simulator</c>: the feed of made-up transactions.</summary>
public sealed class SimulatorOptions
{
    public const int MaxTransactionsPerSecond = 10_000;

    /// <value>Default false; true in Development, unless a file is replayed.</value>
    public bool Enabled { get; set; }

    /// <value>0 … 10,000; default 10. 0 makes none.</value>
    [Range(0, MaxTransactionsPerSecond)]
    public int TransactionsPerSecond { get; set; } = 10;

    /// <summary>The same seed gives the same stream of sources, accounts, currencies and amounts.</summary>
    /// <value>Any integer; default: a different stream at each start.</value>
    public int? Seed { get; set; }
}
