namespace Dashboard.Testing.Time;

/// <summary>
/// Ends a test that would hang. The limit is no statement about speed: no test passes or fails by it on a machine that is only busy.
/// </summary>
public static class TestTimeout
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>A token that is cancelled when the limit has passed, counted from this call.</summary>
    public static CancellationToken Token() => Token(Limit);

    public static CancellationToken Token(TimeSpan limit) => new CancellationTokenSource(limit, TimeProvider.System).Token;

    /// <summary>The result of a task; a <see cref="TimeoutException"/> when the limit passes first.</summary>
    public static Task<T> InTimeAsync<T>(this Task<T> task) => task.WaitAsync(Limit, TimeProvider.System);

    /// <inheritdoc cref="InTimeAsync{T}"/>
    public static Task InTimeAsync(this Task task) => task.WaitAsync(Limit, TimeProvider.System);
}
