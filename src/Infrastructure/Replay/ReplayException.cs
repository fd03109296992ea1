namespace Dashboard.Infrastructure.Replay;

/// <summary>A replay cannot start or continue. The message is for the operator.</summary>
public sealed class ReplayException : Exception
{
    public ReplayException(string message) : base(message) { }

    public ReplayException(string message, Exception inner) : base(message, inner) { }

    public ReplayException() { }
}
