using System.ComponentModel.DataAnnotations;

namespace Dashboard.Application.Pipeline;

/// <summary>Section <c>Processing</c>.</summary>
public sealed class ProcessingOptions
{
    /// <summary>Which gateway decides how a transaction ends.</summary>
    /// <value>Simulated (the default) or External.</value>
    [EnumDataType(typeof(ProcessingMode))]
    public ProcessingMode Mode { get; set; } = ProcessingMode.Simulated;

    /// <summary>Shortest time that the simulated gateway takes.</summary>
    /// <value>0 … 1 hour; default 100 ms; not above <see cref="MaxDelay"/>.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MinDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest time that the simulated gateway takes.</summary>
    /// <value>0 … 1 hour; default 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Share of transactions that the simulated gateway fails.</summary>
    /// <value>0 … 1; default 0.04.</value>
    [Range(0.0, 1.0)]
    public double FailureRate { get; set; } = 0.04;

    /// <summary>Transactions that may wait for the gateway. Feeds wait while it is full.</summary>
    /// <value>5,000 (a whole ingest call) … 1,000,000; default 10,000.</value>
    [Range(5_000, 1_000_000)]
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>Transactions that may be at the gateway at once.</summary>
    /// <value>1 … 1,000,000; default 10,000.</value>
    [Range(1, 1_000_000)]
    public int MaxInFlight { get; set; } = 10_000;

    /// <summary>How long after its receipt the outcome of a transaction is overdue, which raises an alert per source. External mode only.</summary>
    /// <value>1 s … 30 days; default 15 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan OutcomeTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a stop waits for transactions at the gateway; what is not back by then is taken up again at the next start.</summary>
    /// <value>0 … 30 s; default 4 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(4);
}

public enum ProcessingMode
{
    /// <summary>Takes a random time and decides by chance; for demonstrations and load tests.</summary>
    Simulated,

    /// <summary>Leaves transactions in Processing until their outcome is reported.</summary>
    External,
}
