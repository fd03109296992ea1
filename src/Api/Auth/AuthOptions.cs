using System.ComponentModel.DataAnnotations;
using Dashboard.Domain.Auth;

namespace Dashboard.Api.Auth;

/// <summary>How callers sign in.</summary>
public enum AuthMode
{
    /// <summary>Nobody signs in, and everybody may do everything. For Development on this machine alone.</summary>
    None,

    /// <summary>People sign in at an OpenID Connect provider. Programs bring its tokens or API keys.</summary>
    Oidc,

    /// <summary>Programs bring API keys. There are no people.</summary>
    Keys,
}

/// <summary>Section <c>Auth</c>: who may use the program, and what they see.</summary>
public sealed class AuthOptions
{
    /// <summary>How callers sign in: <c>None</c>, <c>Oidc</c> or <c>Keys</c>. API keys count in every mode.</summary>
    /// <remarks>With <c>None</c> the program starts in Development and on loopback addresses only.</remarks>
    public AuthMode Mode { get; set; }

    /// <summary>Lets a program with <c>Auth:Mode=None</c> start in any environment and on any address.</summary>
    /// <remarks>Everybody who reaches the address then sees every payment and decides on every alert.</remarks>
    public bool AllowAnonymous { get; set; }

    /// <summary>For each role, the values of the role claim that grant it.</summary>
    /// <value>Names of groups or roles of the provider, such as <c>payments-fraud</c>.</value>
    /// <remarks>A role without an entry is granted by a claim with the name of the role.</remarks>
    public Dictionary<Role, string[]> Roles { get; set; } = [];

    /// <summary>The roles that see account numbers in full.</summary>
    /// <value>Names of roles; without a list <c>Analyst</c> and <c>Feed</c>.</value>
    /// <remarks>A list takes the place of these two, as in <c>Auth:Unmasked:0=Feed</c>. All other roles see the last four characters at
    /// most, in the page, in answers, exports and the hub.</remarks>
    public Role[]? Unmasked { get; set; }

    /// <summary>How long a person stays signed in.</summary>
    /// <remarks>After that calls are answered with 401, the connection of the hub ends, and the page offers to sign in again.</remarks>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>Asks for a purpose with every export.</summary>
    /// <value><c>true</c> or <c>false</c>.</value>
    /// <remarks>A call without <c>purpose</c> is then refused with 400. The audit trail has the purpose.</remarks>
    public bool ExportPurpose { get; set; }

    /// <summary>Sign-ins that one network address may begin in a minute.</summary>
    /// <remarks>A further one gets 429 with <c>Retry-After</c>.</remarks>
    [Range(1, 100_000)]
    public int SignInsPerMinute { get; set; } = 60;

    /// <summary>Calls with a wrong key or token that one network address may make in a minute.</summary>
    /// <remarks>Above the limit, wrong keys get 429 and no entry in the audit trail, and bearer tokens are refused unread. A right API key
    /// counts all the same: one address may be shared by many callers.</remarks>
    [Range(1, 100_000)]
    public int FailuresPerMinute { get; set; } = 60;

    /// <summary>Calls that one key, person or network address may make in a second, on average.</summary>
    /// <remarks>Twice as many may come at once. A call above the limit gets 429 with <c>Retry-After</c>.</remarks>
    [Range(1, 10_000_000)]
    public int CallsPerSecond { get; set; } = 50_000;
}
