using System.Net.Http.Headers;
using Dashboard.Application.Auth;
using Dashboard.Domain.Auth;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Auth;

/// <summary>Tests over a host with <c>Auth:Mode=Keys</c>.</summary>
public abstract class KeyHostTest : HostTest
{
    protected override Dictionary<string, string?> Settings => new() { ["Auth:Mode"] = "Keys", ["Processing:Mode"] = "External" };

    /// <summary>Makes a key as the command line does, and gives its secret.</summary>
    protected async Task<CreatedKey> NewKeyAsync(Role role, string[]? sources = null, DateTimeOffset? expiresAt = null) =>
        await Host.Services.GetRequiredService<IMediator>().Send(
            new CreateKey($"a {role}", [role], sources, expiresAt, Actor.Command));

    /// <summary>A client that sends a key with each call.</summary>
    protected HttpClient ClientOf(string secret)
    {
        // The key would not be sent along with a redirect.
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = Host.Address,
            Timeout = TestTimeout.Limit,
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    protected async Task<HttpClient> ClientOfAsync(Role role, params string[] sources) =>
        ClientOf((await NewKeyAsync(role, sources)).Secret);
}
