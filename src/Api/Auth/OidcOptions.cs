using Microsoft.Extensions.Options;

namespace Dashboard.Api.Auth;

/// <summary>Section <c>Auth:Oidc</c>: the identity provider, with <c>Auth:Mode=Oidc</c>.</summary>
/// <remarks>Any provider with OpenID Connect Discovery. People sign in by authorization code with PKCE, programs bring bearer
/// tokens.</remarks>
public sealed class OidcOptions
{
    /// <summary>Address of the provider, such as <c>https://login.example.com/realms/payments</c>.</summary>
    /// <value>An address that begins with <c>https</c>, except on a loopback address.</value>
    /// <remarks>Another address stops the start.</remarks>
    public string? Authority { get; set; }

    /// <summary>The name under which the provider knows this program.</summary>
    /// <value>As the provider gave it.</value>
    /// <remarks>Without it, <c>Auth:Mode=Oidc</c> stops the start.</remarks>
    public string? ClientId { get; set; }

    /// <summary>The secret of this program at the provider; none for a public client.</summary>
    /// <value>As the provider gave it.</value>
    /// <remarks>Give it in the environment (<c>Auth__Oidc__ClientSecret</c>) and never in a file of the project.</remarks>
    public string? ClientSecret { get; set; }

    /// <summary>The audience of bearer tokens for this program. By default the client id.</summary>
    /// <value>As the provider writes it into its tokens.</value>
    /// <remarks>A token for another audience is refused with 401.</remarks>
    public string? Audience { get; set; }

    /// <summary>The claim whose values grant roles.</summary>
    /// <value>A name of a claim.</value>
    /// <remarks>Somebody without such a claim has no role, and is refused with 403.</remarks>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>The claim that lists the sources of a program with the role Feed.</summary>
    /// <value>A name of a claim.</value>
    /// <remarks>A program without the claim, or with an empty list, has no source, unless <c>Auth:Oidc:EverySourceWithoutClaim</c> says
    /// otherwise.</remarks>
    public string SourceClaim { get; set; } = "sources";

    /// <summary>Lets programs whose tokens have no source claim bring in transactions of every source.</summary>
    /// <value><c>true</c> or <c>false</c>.</value>
    /// <remarks>A token with an empty list looks the same as one without the claim.</remarks>
    public bool EverySourceWithoutClaim { get; set; }

    /// <summary>What the program asks the provider for, besides <c>openid</c> and <c>profile</c>.</summary>
    /// <value>Names of scopes.</value>
    /// <remarks>Some providers give the role claim for a scope of its own.</remarks>
    public string[] Scopes { get; set; } = [];
}

internal sealed class OidcOptionsValidator(IOptions<AuthOptions> auth) : IValidateOptions<OidcOptions>
{
    public ValidateOptionsResult Validate(string? name, OidcOptions options)
    {
        if (auth.Value.Mode != AuthMode.Oidc) return ValidateOptionsResult.Success;
        List<string> wrong = [];
        if (string.IsNullOrWhiteSpace(options.ClientId)) wrong.Add("Auth:Oidc:ClientId must be set with Auth:Mode=Oidc.");
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority) || authority.Scheme is not ("http" or "https"))
            wrong.Add("Auth:Oidc:Authority must be the address of the provider, such as https://login.example.com.");
        else if (authority.Scheme != "https" && !authority.IsLoopback)
            wrong.Add("Auth:Oidc:Authority must begin with https: everybody on the way could sign in as anybody otherwise.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
