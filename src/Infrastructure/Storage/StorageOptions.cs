using System.ComponentModel.DataAnnotations;

namespace Dashboard.Infrastructure.Storage;

/// <summary>Section <c>Storage</c>. The connection string is <c>ConnectionStrings:Dashboard</c>.</summary>
public sealed class StorageOptions
{
    /// <value>Sqlite (the default, embedded) or SqlServer.</value>
    [EnumDataType(typeof(StorageProvider))]
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>
    /// A batch is written when it has this many changes. Changes that arrive during a write go into the next batch, up to 200 times as
    /// many.
    /// </summary>
    /// <value>1 … 10,000; default 100.</value>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 100;

    /// <summary>A batch is written at the latest this long after its first change, and at once when a caller waits for it.</summary>
    /// <value>10 ms … 1 minute; default 1 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan BatchInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Changes that may wait for the writer. When it is full, the next caller waits until there is room.</summary>
    /// <value>100 … 1,000,000; default 20,000.</value>
    [Range(100, 1_000_000)]
    public int WriterCapacity { get; set; } = 20_000;

    /// <summary>
    /// Finished transactions and resolved alerts are removed this long after they were received or raised. Unfinished transactions and
    /// unresolved alerts are kept (docs/adr/0017).
    /// </summary>
    /// <value>1 hour (the metrics need the last hour) … 36,500 days; default none: everything is kept.</value>
    [Range(typeof(TimeSpan), "01:00:00", "36500.00:00:00")]
    public TimeSpan? Retention { get; set; }
}

public enum StorageProvider
{
    Sqlite,
    SqlServer,
}
