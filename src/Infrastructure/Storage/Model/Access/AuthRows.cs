using Dashboard.Domain.Auth;

namespace Dashboard.Infrastructure.Storage.Model.Access;

/// <summary>An API key as stored: its hash, never its secret.</summary>
internal sealed class ApiKeyRow
{
    public const int MaxSourcesLength = 2_000;
    public const int MaxRolesLength = 100;

    private const char Separator = '\n';

    public long Id { get; set; }

    public required string Name { get; set; }

    public required string Prefix { get; set; }

    public required byte[] Hash { get; set; }

    /// <summary>Names of the roles, one a line.</summary>
    public required string Roles { get; set; }

    /// <summary>One a line; null for all.</summary>
    public string? Sources { get; set; }

    public DateTime CreatedAt { get; set; }

    public required string CreatedBy { get; set; }

    public DateTime? ExpiresAt { get; set; }

    public DateTime? RevokedAt { get; set; }

    public string? RevokedBy { get; set; }

    public DateTime? LastUsedAt { get; set; }

    public static ApiKeyRow From(ApiKey key) => new()
    {
        Id = key.Id.Value,
        Name = key.Name,
        Prefix = key.Prefix,
        Hash = key.Hash,
        Roles = string.Join(Separator, key.Roles),
        Sources = key.Sources.Count == 0 ? null : string.Join(Separator, key.Sources),
        CreatedAt = key.CreatedAt.UtcDateTime,
        CreatedBy = key.CreatedBy,
        ExpiresAt = key.ExpiresAt?.UtcDateTime,
        RevokedAt = key.RevokedAt?.UtcDateTime,
        RevokedBy = key.RevokedBy,
        LastUsedAt = key.LastUsedAt?.UtcDateTime,
    };

    public ApiKey ToKey() => new()
    {
        Id = new KeyId(Id),
        Name = Name,
        Prefix = Prefix,
        Hash = Hash,
        Roles = [.. Roles.Split(Separator).Select(Enum.Parse<Role>)],
        Sources = Sources?.Split(Separator) ?? [],
        CreatedAt = CreatedAt,
        CreatedBy = CreatedBy,
        ExpiresAt = ExpiresAt,
        RevokedAt = RevokedAt,
        RevokedBy = RevokedBy,
        LastUsedAt = LastUsedAt,
    };
}

/// <summary>A session that ended before its cookie expired.</summary>
internal sealed class EndedSessionRow
{
    public const int MaxIdLength = 64;

    public required string Id { get; set; }

    /// <summary>From then on the cookie is refused as expired anyway.</summary>
    public DateTime ForgetAt { get; set; }
}

/// <summary>A key that protects cookies, as the framework's data protection writes it. All nodes share these keys.</summary>
internal sealed class DataProtectionKeyRow
{
    public const int MaxNameLength = 100;

    public required string Name { get; set; }

    public required string Xml { get; set; }
}
