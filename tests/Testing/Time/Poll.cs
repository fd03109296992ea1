using System.Runtime.CompilerServices;

namespace Dashboard.Testing.Time;

/// <summary>Asks again and again until a condition holds. Throws with the condition when the limit passes first.</summary>
public static class Poll
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static Task UntilAsync(
        Func<bool> condition, TimeSpan? limit = null, [CallerArgumentExpression(nameof(condition))] string text = "") =>
        UntilAsync(() => Task.FromResult(condition()), limit, text);

    public static Task UntilAsync(
        Func<Task<bool>> condition, TimeSpan? limit = null, [CallerArgumentExpression(nameof(condition))] string text = "") =>
        UntilAsync(async () => await condition() ? "" : null, _ => true, limit, text);

    /// <summary>Reads until a value satisfies the condition; gives that value.</summary>
    public static async Task<T> UntilAsync<T>(
        Func<Task<T>> read, Func<T, bool> condition, TimeSpan? limit = null, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        var timeout = TestTimeout.Token(limit ?? TestTimeout.Limit);
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        while (true)
        {
            var value = await read();
            if (value is not null && condition(value)) return value;
            if (timeout.IsCancellationRequested) throw new TimeoutException($"Not within the limit: {text}. The last value: {value}");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
