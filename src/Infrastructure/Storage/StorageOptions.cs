using System.ComponentModel.DataAnnotations;
using Dashboard.Infrastructure.Storage.Upkeep;

namespace Dashboard.Infrastructure.Storage;

/// <summary>Section <c>Storage</c>. The connection string is <c>ConnectionStrings:Dashboard</c>.</summary>
public sealed class StorageOptions
{
    /// <value>Sqlite (the default, embedded) or SqlServer.</value>
    [EnumDataType(typeof(StorageProvider))]
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>A batch is written when it has this many changes; what piled up meanwhile goes with the next, up to fifty times as much.</summary>
    /// <value>1 … 10,000; default 100.</value>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 100;

    /// <summary>A batch is written at the latest this long after its first change; at once when somebody waits for it.</summary>
    /// <value>10 ms … 1 minute; default 1 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan BatchInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Changes that may wait for the writer. Whoever brings more waits, too.</summary>
    /// <value>100 … 1,000,000; default 20,000.</value>
    [Range(100, 1_000_000)]
    public int WriterCapacity { get; set; } = 20_000;

    /// <summary>Finished transactions and resolved alerts are removed this long after their receipt; unfinished and unresolved ones stay (docs/adr/0017).</summary>
    /// <value>1 hour, which the metrics look back, … 36,500 days; default none: everything is kept.</value>
    [Range(typeof(TimeSpan), "01:00:00", "36500.00:00:00")]
    public TimeSpan? Retention { get; set; }
}

public enum StorageProvider
{
    Sqlite,
    SqlServer,
}
