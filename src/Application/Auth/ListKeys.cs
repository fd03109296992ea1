using Dashboard.Domain.Auth;
using MediatR;

namespace Dashboard.Application.Auth;

/// <summary>All API keys, newest first, without their secrets.</summary>
public sealed record ListKeys : IRequest<IReadOnlyList<ApiKeyDto>>;

/// <summary>An API key as people see it.</summary>
/// <param name="Id">13 characters, time-ordered.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Prefix">The first characters of the secret, which name the key.</param>
/// <param name="Sources">The sources that a feed brings in; empty for all.</param>
/// <param name="LastUsedAt">To the minute; null when it was never used.</param>
/// <param name="IsUsable">False once it is revoked or has expired.</param>
public sealed record ApiKeyDto(
    string Id, string Name, string Prefix, IReadOnlyList<Role> Roles, IReadOnlyList<string> Sources, DateTimeOffset CreatedAt,
    string CreatedBy, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, string? RevokedBy, DateTimeOffset? LastUsedAt, bool IsUsable)
{
    public static ApiKeyDto From(ApiKey key, DateTimeOffset now) => new(
        key.Id.ToString(), key.Name, "dsh_" + key.Prefix, key.Roles, key.Sources, key.CreatedAt, key.CreatedBy, key.ExpiresAt,
        key.RevokedAt, key.RevokedBy, key.LastUsedAt, key.IsUsableAt(now));
}

internal sealed class ListKeysHandler(IApiKeyStore store, TimeProvider clock) : IRequestHandler<ListKeys, IReadOnlyList<ApiKeyDto>>
{
    public async Task<IReadOnlyList<ApiKeyDto>> Handle(ListKeys request, CancellationToken cancellationToken) =>
        [.. (await store.AllAsync(cancellationToken)).Select(k => ApiKeyDto.From(k, clock.GetUtcNow()))];
}
