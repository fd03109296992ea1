using System.Security.Claims;
using Dashboard.Domain.Auth;

namespace Dashboard.Api.Auth;

/// <summary>The claims of a caller, whatever the way in which the caller signed in.</summary>
internal static class Callers
{
    public const string Kind = "dashboard:kind";
    public const string Id = "dashboard:id";
    public const string Name = ClaimTypes.Name;
    public const string RoleClaim = ClaimTypes.Role;
    public const string Source = "dashboard:source";
    public const string EverySource = "dashboard:every-source";
    public const string Session = "dashboard:session";

    /// <param name="scheme">The way in which the caller signed in.</param>
    /// <param name="sources">The sources of a feed; null for all, and none when it is empty.</param>
    public static ClaimsPrincipal New(
        string scheme, ActorKind kind, string id, string name, IEnumerable<Role> roles, IEnumerable<string>? sources,
        string? session = null)
    {
        var identity = new ClaimsIdentity(scheme, Name, RoleClaim);
        identity.AddClaim(new Claim(Kind, kind.ToString()));
        identity.AddClaim(new Claim(Id, id));
        identity.AddClaim(new Claim(Name, name));
        foreach (var role in roles) identity.AddClaim(new Claim(RoleClaim, role.ToString()));
        if (sources is null) identity.AddClaim(new Claim(EverySource, "true"));
        foreach (var source in sources ?? []) identity.AddClaim(new Claim(Source, source));
        if (session is not null) identity.AddClaim(new Claim(Session, session));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>The caller of a call, for the audit trail.</summary>
    public static Actor Actor(this HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress?.ToString();
        var user = context.User;
        return user.Identity?.IsAuthenticated != true || !Enum.TryParse(user.FindFirstValue(Kind), out ActorKind kind)
            ? Domain.Auth.Actor.Anonymous(address)
            : new Actor(kind, user.FindFirstValue(Id)!, user.FindFirstValue(Name)!, address);
    }

    public static IEnumerable<Role> Roles(this ClaimsPrincipal caller) =>
        caller.FindAll(RoleClaim).Select(c => Enum.TryParse<Role>(c.Value, out var role) ? role : (Role?)null).OfType<Role>();

    /// <summary>The sources that a feed is bound to; null for all.</summary>
    public static IReadOnlySet<string>? Sources(this ClaimsPrincipal caller)
    {
        if (caller.HasClaim(c => c.Type == EverySource)) return null;
        return caller.FindAll(Source).Select(c => c.Value).ToHashSet(StringComparer.Ordinal);
    }
}
