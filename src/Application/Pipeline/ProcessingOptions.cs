using System.ComponentModel.DataAnnotations;

namespace Dashboard.Application.Pipeline;

/// <summary>Section <c>Processing</c>: how transactions are brought to their end.</summary>
public sealed class ProcessingOptions
{
    /// <summary>
    /// Which payment gateway decides how a transaction ends. <c>Simulated</c> takes a random time and decides by chance. <c>External</c>
    /// leaves a transaction in Processing until its outcome is reported over REST.
    /// </summary>
    /// <remarks>In <c>External</c> mode <c>MinDelay</c>, <c>MaxDelay</c> and <c>FailureRate</c> have no effect.</remarks>
    [EnumDataType(typeof(ProcessingMode))]
    public ProcessingMode Mode { get; set; } = ProcessingMode.Simulated;

    /// <summary>
    /// The mode of an earlier run, whose unfinished transactions this run may process in the other mode. Set it for the one start that
    /// changes the mode.
    /// </summary>
    /// <remarks>
    /// Without it a start in another mode ends with exit code 7 while transactions are unfinished: the simulated gateway would invent
    /// outcomes for payments that wait for theirs.
    /// </remarks>
    [EnumDataType(typeof(ProcessingMode))]
    public ProcessingMode? TakeOverFrom { get; set; }

    /// <summary>The shortest time that the simulated gateway takes.</summary>
    /// <remarks>A value above <see cref="MaxDelay"/> stops the start.</remarks>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MinDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest time that the simulated gateway takes.</summary>
    /// <remarks>With 0 for both delays the gateway answers at once.</remarks>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The share of transactions that the simulated gateway lets fail.</summary>
    /// <remarks>With 0 every transaction completes, with 1 every transaction fails.</remarks>
    [Range(0.0, 1.0)]
    public double FailureRate { get; set; } = 0.04;

    /// <summary>Transactions that may wait for the gateway. The lower limit is the longest batch call.</summary>
    /// <remarks>
    /// When the queue is full, feeds wait; a REST call waits no longer than <c>Ingest:Patience</c> and is then refused with 429.
    /// </remarks>
    [Range(5_000, 1_000_000)]
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>Transactions that may be at the gateway at once. One that waits for a reported outcome does not count.</summary>
    /// <remarks>At the limit the next transaction waits in the queue.</remarks>
    [Range(1, 1_000_000)]
    public int MaxInFlight { get; set; } = 10_000;

    /// <summary>How long after its receipt a transaction may wait for its outcome. Used in <c>External</c> mode only.</summary>
    /// <remarks>After that the outcome is overdue, which raises one alert for each source. The outcome can still be reported.</remarks>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan OutcomeTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a stop waits for the transactions that are at the gateway.</summary>
    /// <remarks>Transactions that are not back by then stay unfinished in the store. The next start processes them again.</remarks>
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
