using System.Net;
using Dashboard.Testing.Provider;
using Microsoft.AspNetCore.SignalR.Client;

namespace Dashboard.IntegrationTests.Auth.Sessions;

/// <summary>People who sign in at a provider, as far as no browser is needed.</summary>
public abstract class SessionTest : OidcTest
{
    protected static readonly Uri Metrics = new("/api/v1/metrics", UriKind.Relative);
    protected static readonly Uri Keys = new("/api/v1/keys", UriKind.Relative);

    protected override Dictionary<string, string?> Settings => new() { ["Auth:SessionLifetime"] = "00:10:00" };

    protected async Task<HttpResponseMessage> OpenAsync(string path)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        client.BaseAddress = Host.Address;
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return await client.GetAsync(new Uri(path, UriKind.Relative));
    }

    protected async Task<HttpStatusCode> StatusOfCookieAsync(string cookie)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = Host.Address };
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return await StatusAsync(client, Metrics);
    }

    protected async Task<HubConnection> ConnectAsync(string cookie)
    {
        var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(Host.Address, "/hubs/dashboard"), o => o.Headers["Cookie"] = cookie).Build();
        await connection.StartAsync();
        return connection;
    }

    protected static async Task<HttpStatusCode> StatusAsync(HttpClient client, Uri path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }
}
