namespace Dashboard.Bench.Harness;

public static class Waiting
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks again and again until the condition holds.</summary>
    /// <param name="what">The condition as a sentence, for the message of the exception.</param>
    /// <exception cref="TimeoutException">The condition did not hold in time.</exception>
    public static async Task WaitUntilAsync(this TimeProvider clock, string what, TimeSpan timeout, Func<Task<bool>> condition)
    {
        var started = clock.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, clock);
        while (!await condition())
        {
            if (clock.GetElapsedTime(started) > timeout)
                throw new TimeoutException($"Waited {timeout.TotalSeconds:0} s in vain until {what}.");
            await timer.WaitForNextTickAsync();
        }
    }
}
