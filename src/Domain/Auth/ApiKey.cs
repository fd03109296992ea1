using Dashboard.Domain.Common;

namespace Dashboard.Domain.Auth;

public readonly record struct KeyId(OrderedId Ordered)
{
    public KeyId(long value) : this(new OrderedId(value)) { }

    public long Value => Ordered.Value;

    public static bool TryParse(string? text, out KeyId id)
    {
        var isId = OrderedId.TryParse(text, out var ordered);
        id = new KeyId(ordered);
        return isId;
    }

    public override string ToString() => Ordered.ToString();
}

/// <summary>A key of a program. Its secret is shown once, when the key is made; only a hash of it is kept.</summary>
public sealed record ApiKey
{
    public const int MaxNameLength = 100;
    public const int MaxSources = 20;

    public required KeyId Id { get; init; }

    /// <summary>What the key is for, in its owner's words.</summary>
    public required string Name { get; init; }

    /// <summary>The part of the secret that names the key (<see cref="KeySecret.Prefix"/>).</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the secret, 32 bytes.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<Role> Roles { get; init; }

    /// <summary>The sources whose transactions a feed brings in and reads; empty for all.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Name of the actor that made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>Null for a key that does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Name of the actor that revoked it.</summary>
    public string? RevokedBy { get; init; }

    /// <summary>To the minute; null when it was never used.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public bool IsUsableAt(DateTimeOffset time) => RevokedAt is null && !(ExpiresAt <= time);
}
