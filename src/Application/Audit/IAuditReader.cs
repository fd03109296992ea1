using Dashboard.Application.Common.Cards;
using Dashboard.Domain.Common;

namespace Dashboard.Application.Audit;

/// <summary>Reads the trail.</summary>
public interface IAuditReader
{
    /// <summary>Entries that the filter selects, newest first; looks at a bounded number of rows.</summary>
    Task<AuditSearch> SearchAsync(AuditFilter filter, OrderedId? before, int limit, CancellationToken cancellationToken);

    /// <summary>Entries about one thing, newest first, from <paramref name="since"/> on; looks at a bounded number of rows.</summary>
    Task<AuditSearch> OfSubjectAsync(
        string subject, OrderedId since, OrderedId? before, int limit, CancellationToken cancellationToken);

    /// <summary>The names of the chains.</summary>
    /// <exception cref="InvalidDataException">The trail is not as the program makes it, such as without its table.</exception>
    Task<IReadOnlyList<string>> ChainsAsync(CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> entries of a chain after a number, in the order of the chain.</summary>
    /// <param name="after">Null for the lowest number, also when it is below 1.</param>
    /// <exception cref="InvalidDataException">An entry has values that the program does not write.</exception>
    Task<IReadOnlyList<AuditEntry>> ReadAsync(string chain, long? after, int limit, CancellationToken cancellationToken);

    /// <summary>The newest entry of a chain; null for an empty one.</summary>
    Task<AuditEntry?> LastAsync(string chain, CancellationToken cancellationToken);
}

/// <summary>The key of the trail, and the signed heads that are kept outside the store.</summary>
public interface IAuditHeads
{
    Task<CheckedHeads> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Seals the entries of this process from now on. Makes the key when the store has none yet, and signs where the chains
    /// begin.</summary>
    /// <exception cref="InvalidDataException">The key is not the one of this store, or it is missing. The message says why.</exception>
    /// <exception cref="IOException">The key cannot be read or made.</exception>
    Task UseKeyAsync(CancellationToken cancellationToken);

    /// <summary>Signs the newest entry of a chain. Does nothing without a key.</summary>
    Task SignAsync(string chain, CancellationToken cancellationToken);

    /// <summary>The file of the key; null when entries are not sealed and heads are not signed.</summary>
    string? KeyFile { get; }

    /// <summary>The file of the heads; null when they are not kept in one.</summary>
    string? HeadFile { get; }
}

/// <param name="Heads">The heads whose signatures hold.</param>
/// <param name="Fault">Why heads are missing, or cannot be trusted or read; null when all is well. It names no path.</param>
/// <param name="Seal">Of the entries; null without a key.</param>
public sealed record CheckedHeads(IReadOnlyList<AuditHead> Heads, string? Fault, AuditSeal? Seal = null)
{
    /// <summary>Chains that must have a head once they have entries: their heads are kept in the head file of this program.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];
}

/// <summary>Which entries; null selects all. All conditions must hold.</summary>
public sealed record AuditFilter
{
    /// <summary>Id or name of the actor.</summary>
    public string? Actor { get; init; }

    /// <summary>The whole action, or its part before the dot.</summary>
    public string? Action { get; init; }

    public string? Subject { get; init; }

    public DateTimeOffset? From { get; init; }

    /// <summary>Before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>As the trail may note it: callers choose these texts.</summary>
    internal AuditFilter Masked() => this with
    {
        Actor = FreeText.MaskedFilter(Actor),
        Action = FreeText.MaskedFilter(Action),
        Subject = FreeText.MaskedFilter(Subject),
    };
}

/// <param name="Found">Newest first; may be empty although older entries match.</param>
/// <param name="Next">Everything from this id on was looked at; null when nothing is left.</param>
public sealed record AuditSearch(IReadOnlyList<AuditEntry> Found, OrderedId? Next);
