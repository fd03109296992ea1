namespace Dashboard.Infrastructure.Storage.Writing;

/// <summary>Decides when a batch is written, and how long to wait after a failure. Pure: no clock, no threads.</summary>
/// <param name="jitter">Next random number in [0, 1).</param>
internal sealed class BatchPolicy(int size, TimeSpan interval, Func<double> jitter)
{
    private const int MaxBatches = 200;

    private static readonly TimeSpan LongestWaitOfEnds = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    /// <summary>The most changes that one batch takes, however many wait.</summary>
    public int MaxChanges { get; } = size * MaxBatches;

    public TimeSpan Interval { get; } = interval;

    /// <summary>How long a batch waits for more changes.</summary>
    /// <param name="hasEnds">An end in it is counted and shown only after the commit.</param>
    public TimeSpan WaitOf(bool hasEnds) => hasEnds && LongestWaitOfEnds < Interval ? LongestWaitOfEnds : Interval;

    /// <summary>True when the batch is written now instead of waiting for more changes.</summary>
    public bool IsDue(int changes, bool awaited, bool hasEnds, TimeSpan age) => awaited || changes >= size || age >= WaitOf(hasEnds);

    /// <summary>The delay doubles with each failure, from 0.1 s to 5 s, plus or minus a random quarter.</summary>
    /// <param name="failures">Failures in a row so far, at least 1.</param>
    public TimeSpan DelayAfter(int failures)
    {
        var doubled = FirstDelay * Math.Pow(2, Math.Min(failures - 1, 16));
        return (doubled < LongestDelay ? doubled : LongestDelay) * (0.75 + jitter() / 2);
    }
}
