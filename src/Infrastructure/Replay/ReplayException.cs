namespace Dashboard.Infrastructure.Replay;

/// <summary>A replay cannot start or go on; the message is for the person who asked for it.</summary>
public sealed class ReplayException : Exception
{
    public ReplayException(string message) : base(message) { }

    public ReplayException(string message, Exception inner) : base(message, inner) { }

    public ReplayException() { }
}
