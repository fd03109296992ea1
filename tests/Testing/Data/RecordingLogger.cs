using Microsoft.Extensions.Logging;

namespace Dashboard.Testing.Data;

/// <summary>A logger that keeps every line.</summary>
public sealed class RecordingLogger<T> : ILogger<T>
{
    public List<(int Event, LogLevel Level, string Text)> Lines { get; } = [];

    /// <summary>Runs with every line, on the thread that logs it.</summary>
    public Action? OnLog { get; set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Lines.Add((eventId.Id, logLevel, formatter(state, exception)));
        OnLog?.Invoke();
    }
}
