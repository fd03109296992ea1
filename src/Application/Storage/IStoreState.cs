namespace Dashboard.Application.Storage;

/// <summary>What the store remembers from run to run beside transactions and alerts: a few texts, each under a name.</summary>
public interface IStoreState
{
    /// <summary>The text under a name; null when there is none.</summary>
    Task<string?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Stores a text durably, in place of an earlier one. Waits for its own commit.</summary>
    /// <param name="name">At most 64 characters, ASCII.</param>
    /// <param name="value">At most 400 characters.</param>
    Task SetAsync(string name, string value, CancellationToken cancellationToken);
}
