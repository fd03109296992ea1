namespace Dashboard.Application.Storage;

/// <summary>The writer is closed because the program stops. Nothing of the change was or will be written.</summary>
public sealed class StoreClosedException : OperationCanceledException
{
    public StoreClosedException() : this("The program is stopping; the change was not written.") { }

    public StoreClosedException(string message) : base(message) { }

    public StoreClosedException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>The store cannot be opened, so the start ends. The message names the store, in a sentence for the operator.</summary>
public sealed class StoreNotOpenedException(string message, Exception? inner = null) : Exception(message, inner);
