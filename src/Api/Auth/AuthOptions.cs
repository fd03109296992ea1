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

    /// <summary>The roles that see account numbers in full. All others see the last four characters at most.</summary>
    /// <value>Names of roles; without a list <c>Analyst</c> and <c>Feed</c>.</value>
    /// <remarks>A list takes the place of these two, as in <c>Auth:Unmasked:0=Feed</c>.</remarks>
    public Role[]? Unmasked { get; set; }

    /// <summary>How long a person stays signed in. After that the page signs in again.</summary>
    /// <remarks>It is not extended by use. A session that ends earlier, at the sign-out, ends at once.</remarks>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>Asks for a purpose with every export: a call without <c>purpose</c> is refused.</summary>
    /// <remarks>The refusal is 400. The purpose stands in the audit trail.</remarks>
    public bool ExportPurpose { get; set; }

    /// <summary>Sign-ins that one network address may begin in a minute.</summary>
    /// <remarks>Above the limit they get 429 with <c>Retry-After</c>.</remarks>
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
