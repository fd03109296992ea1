using Serilog.Sinks.Async;

namespace Dashboard.Api.Logging;

/// <summary>The bounded queue between the program and the output of its log. Entries that do not fit are dropped and
/// counted.</summary>
internal sealed class LogQueue : IAsyncLogEventSinkMonitor
{
    /// <summary>Entries that may wait for the output.</summary>
    public const int Capacity = 10_000;

    private IAsyncLogEventSinkInspector? _inspector;

    /// <summary>Entries dropped since the start of the program.</summary>
    public long Dropped => _inspector?.DroppedMessagesCount ?? 0;

    /// <summary>Nothing reads the output, or it is read too slowly.</summary>
    public bool IsFull => _inspector is { } queue && queue.Count >= queue.BufferSize;

    void IAsyncLogEventSinkMonitor.StartMonitoring(IAsyncLogEventSinkInspector inspector) => _inspector = inspector;

    void IAsyncLogEventSinkMonitor.StopMonitoring(IAsyncLogEventSinkInspector inspector) => _inspector = null;
}
