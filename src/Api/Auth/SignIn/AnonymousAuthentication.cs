using System.Security.Claims;
using System.Text.Encodings.Web;
using Dashboard.Domain.Auth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Auth.SignIn;

/// <summary>With <c>Auth:Mode=None</c> everybody has every role, so that all other code is the same in all modes.</summary>
internal sealed class AnonymousAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Anonymous";

    private static readonly ClaimsPrincipal Everybody =
        Callers.New(SchemeName, ActorKind.Anonymous, "anonymous", "anybody", Enum.GetValues<Role>(), sources: null);

    private static readonly Task<AuthenticateResult> Result =
        Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(Everybody, SchemeName)));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Result;
}
