using System.ComponentModel.DataAnnotations;

namespace Dashboard.Application.Simulator;

/// <summary>Section <c>Simulator</c>: the feed of made-up transactions.</summary>
public sealed class SimulatorOptions
{
    public const int MaxTransactionsPerSecond = 10_000;

    /// <summary>Makes up transactions, for demonstrations and load tests.</summary>
    /// <remarks>
    /// On when the program runs in the Development environment, as with <c>dotnet run</c>; off while a file is replayed.
    /// </remarks>
    public bool Enabled { get; set; }

    /// <summary>How many transactions the simulator makes. With 0 it makes none.</summary>
    /// <remarks>
    /// When the pipeline holds the simulator back for more than two seconds, it skips the older ones, counts them and logs the count.
    /// </remarks>
    [Range(0, MaxTransactionsPerSecond)]
    public int TransactionsPerSecond { get; set; } = 10;

    /// <summary>The same seed gives the same stream of sources, accounts, currencies and amounts.</summary>
    /// <value>Any 32-bit integer.</value>
    /// <remarks>Without a seed each start gives a different stream.</remarks>
    public int? Seed { get; set; }
}
