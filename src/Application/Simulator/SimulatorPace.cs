namespace Dashboard.Application.Simulator;

/// <summary>
/// Computes how many transactions are due since the start, so that the rate does not depend on the timer's precision. Not thread-safe.
/// </summary>
internal sealed class SimulatorPace(TimeProvider clock)
{
    /// <summary>A backlog beyond this, for example after an outage of the store, is skipped and not sent in one burst.</summary>
    public static readonly TimeSpan MaxBacklog = TimeSpan.FromSeconds(2);

    private long _startedAt = clock.GetTimestamp();
    private int _perSecond;
    private long _made;

    /// <summary>Transactions due now and not made yet. A changed rate counts from this call on.</summary>
    /// <param name="skipped">Transactions given up because the feed was too far behind.</param>
    public int Due(int perSecond, out long skipped)
    {
        if (perSecond != _perSecond) Restart(perSecond);

        var due = (long)(clock.GetElapsedTime(_startedAt).TotalSeconds * perSecond) - _made;
        skipped = Math.Max(0, due - (long)(MaxBacklog.TotalSeconds * perSecond));
        _made += due;
        return (int)(due - skipped);
    }

    private void Restart(int perSecond)
    {
        _startedAt = clock.GetTimestamp();
        _perSecond = perSecond;
        _made = 0;
    }
}
