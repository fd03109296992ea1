namespace Dashboard.Application.Simulator;

/// <summary>Works out how many transactions are due since the start, so that the rate is held whatever the timer does. Not thread-safe.</summary>
internal sealed class SimulatorPace(TimeProvider clock)
{
    /// <summary>What is missed by more than this (a store that was away) is skipped, not made up in one burst.</summary>
    public static readonly TimeSpan MaxBacklog = TimeSpan.FromSeconds(2);

    private long _startedAt = clock.GetTimestamp();
    private int _perSecond;
    private long _made;

    /// <summary>Transactions due now and not made yet. A changed rate begins to count from this call on.</summary>
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
