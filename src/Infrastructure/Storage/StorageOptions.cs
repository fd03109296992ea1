using System.ComponentModel.DataAnnotations;

namespace Dashboard.Infrastructure.Storage;

/// <summary>Section <c>Storage</c>: where transactions are stored, and when the writer writes.</summary>
/// <remarks>
/// The connection string is <c>ConnectionStrings:Dashboard</c>. Without it SQLite uses <c>Data Source=data/dashboard.db</c>; a relative
/// file is below the content root (with <c>dotnet run --project src/Api</c> that is <c>src/Api</c>). For SQL Server and PostgreSQL it is
/// required.
/// </remarks>
public sealed class StorageOptions
{
    /// <summary>The kind of store. <c>Sqlite</c> is embedded and needs no server.</summary>
    /// <remarks><c>SqlServer</c> or <c>Postgres</c> without a connection string stops the start.</remarks>
    [EnumDataType(typeof(StorageProvider))]
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>The writer writes when this many changes wait for it.</summary>
    /// <remarks>Under load one commit takes all changes that wait, up to 200 times this number.</remarks>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 100;

    /// <summary>How long a change may wait for others to be written with it.</summary>
    /// <remarks>
    /// After that the writer writes, however few changes there are. It writes at once when a caller waits for the commit, and after 0.1 s
    /// when a transaction ended: its end is shown after the commit.
    /// </remarks>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan BatchInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Changes that may wait for the writer.</summary>
    /// <remarks>At the limit the sender of a change waits: processing slows down, the queue fills, and the feeds are held back.</remarks>
    [Range(100, 1_000_000)]
    public int WriterCapacity { get; set; } = 20_000;

    /// <summary>
    /// Threads that read the store for callers: history, histogram, export, alerts, reconciliation. Each one runs one read at a time.
    /// </summary>
    /// <remarks>When all are busy, a read waits. <c>Server:MaxReads</c> limits how many wait.</remarks>
    [Range(1, 64)]
    public int ReadThreads { get; set; } = 2;

    /// <summary>
    /// The most rows that one call on the history or the alerts looks at, matching or not. 100,000 rows take some 30 ms.
    /// </summary>
    /// <remarks>
    /// At the limit the answer has fewer items than asked for, or none. Its <c>searchedTo</c> says how far the search came, and its
    /// <c>next</c> goes on from there.
    /// </remarks>
    [Range(1_000, 10_000_000)]
    public int MaxRowsPerRead { get; set; } = 100_000;

    /// <summary>
    /// How long a finished transaction is kept after its receipt, and a resolved alert after it was raised. Unfinished transactions and
    /// unresolved alerts stay. The lower limit is the longest window of the metrics.
    /// </summary>
    /// <remarks>
    /// Without a retention everything is kept. Once a transaction is removed, its reference is unknown: when it comes again, it is taken
    /// as new (docs/adr/0017-retention.md).
    /// </remarks>
    [Range(typeof(TimeSpan), "01:00:00", "36500.00:00:00")]
    public TimeSpan? Retention { get; set; }

    /// <summary>
    /// The share of the stored transactions that a day may remove beyond those whose time passed while the program ran: after a longer
    /// stop, a shorter retention, or a clock that was set.
    /// </summary>
    /// <remarks>
    /// With 1 there is no limit: everything that is older than the retention is removed at once. Below 1 this removal begins an hour after
    /// the start (docs/adr/0026-a-clock-that-was-wrong.md).
    /// </remarks>
    [Range(0.0, 1.0)]
    public double MaxRemovalPerDay { get; set; } = 0.2;
}

public enum StorageProvider
{
    Sqlite,
    SqlServer,
    Postgres,
}
