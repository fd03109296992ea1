using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;

namespace Dashboard.Application.Auth;

/// <summary>API keys and ended sessions, as they are stored. Every node reads them again within seconds.</summary>
public interface IApiKeyStore
{
    /// <summary>All keys, newest first.</summary>
    Task<IReadOnlyList<ApiKey>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Stores a new key and its entry of the trail in one commit.</summary>
    Task AddAsync(ApiKey key, AuditEvent entry, CancellationToken cancellationToken);

    /// <summary>Stores that a key is revoked, and the entry of the trail, in one commit. A revoked key stays as it is.</summary>
    /// <returns>The key as it is stored; null when there is none with this id.</returns>
    Task<ApiKey?> RevokeAsync(KeyId id, DateTimeOffset at, string by, AuditEvent entry, CancellationToken cancellationToken);

    /// <summary>Stores when keys were last used.</summary>
    Task SetUsedAsync(IReadOnlyDictionary<KeyId, DateTimeOffset> used, CancellationToken cancellationToken);

    /// <summary>The sessions that ended before their time and whose cookies must not count any more.</summary>
    Task<IReadOnlyList<string>> EndedSessionsAsync(CancellationToken cancellationToken);

    /// <summary>Stores that a session has ended, until its cookie would have expired anyway.</summary>
    Task EndSessionAsync(string session, DateTimeOffset forgetAt, AuditEvent entry, CancellationToken cancellationToken);
}
