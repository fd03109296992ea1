namespace Dashboard.IntegrationTests.Common;

/// <summary>Asks again and again until something holds, with a safety limit.</summary>
internal static class Poll
{
    public static Task UntilAsync(Func<bool> condition, int seconds = 60) => UntilAsync(() => Task.FromResult(condition()), seconds);

    public static async Task UntilAsync(Func<Task<bool>> condition, int seconds = 60)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (!await condition()) await timer.WaitForNextTickAsync(patience.Token);
    }
}
