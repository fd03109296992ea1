namespace Dashboard.Application.Storage;

/// <summary>What every feature may ask of the store: whether it is away and why, and to commit the changes handed over so far.</summary>
public interface IStore
{
    /// <summary>Why the store cannot commit at the moment; null while it can.</summary>
    string? OutageReason { get; }

    /// <summary>Completes when every change handed over before is committed.</summary>
    /// <exception cref="StoreClosedException">The program stopped before that.</exception>
    Task FlushAsync(CancellationToken cancellationToken);
}

/// <summary>Tells errors of the store from errors of the program, for code that knows no database.</summary>
public interface IStoreErrors
{
    /// <summary>Why the store cannot be reached, read or written; null when the exception is about something else.</summary>
    string? OutageReasonOf(Exception exception);

    /// <summary>True when the program itself has no memory left, wherever that showed.</summary>
    bool IsOutOfMemory(Exception exception);
}
