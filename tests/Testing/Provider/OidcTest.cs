using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Testing.Clients;
using Dashboard.Testing.Hosts;
using Dashboard.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Testing.Provider;

/// <summary>Tests over a host with <c>Auth:Mode=Oidc</c> and a provider of its own.</summary>
public abstract class OidcTest : IAsyncLifetime
{
    protected TemporaryStore Store { get; } = new();

    protected IdentityProvider Provider { get; private set; } = null!;

    protected DashboardHost Host { get; private set; } = null!;

    /// <summary>The clock of the host.</summary>
    protected MovableClock Clock { get; } = new();

    /// <summary>The settings of the host, beside those of the provider.</summary>
    protected virtual Dictionary<string, string?> Settings => [];

    public async ValueTask InitializeAsync()
    {
        Provider = await IdentityProvider.StartAsync();
        await StartHostAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Host is not null) await Host.DisposeAsync();
        Provider?.Dispose();
        Store.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the program and starts it over the same store, at another port.</summary>
    protected async Task RestartHostAsync()
    {
        await Host.DisposeAsync();
        await StartHostAsync();
    }

    /// <summary>Signs a person in as a browser does, without one: the client has the cookie of the session and its token.</summary>
    protected async Task<SignedInClient> SignInAsync(Person person)
    {
        var cookies = new CookieContainer();
        var client = new HttpClient(new HttpClientHandler { CookieContainer = cookies })
        {
            BaseAddress = Host.Address,
            Timeout = TestTimeout.Limit,
        };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var form = await client.GetAsync(new Uri("/settings", UriKind.Relative));
        form.RequestMessage!.RequestUri!.Port.ShouldBe(Provider.Address.Port, await form.Content.ReadAsStringAsync());
        using var back = await client.PostAsync(
            form.RequestMessage.RequestUri, new FormUrlEncodedContent(new Dictionary<string, string> { ["login"] = person.Login }));
        back.RequestMessage!.RequestUri.ShouldBe(new Uri(Host.Address, "/settings"), await back.Content.ReadAsStringAsync());
        client.DefaultRequestHeaders.Accept.Clear();
        var session = await client.ReadAsync<JsonElement>("/api/v1/session");
        return new SignedInClient(client, cookies, session.GetProperty("token").GetString()!);
    }

    private async Task StartHostAsync()
    {
        Dictionary<string, string?> settings = new(Provider.Settings);
        foreach (var (name, value) in Settings) settings[name] = value;
        Host = await DashboardHost.StartAsync(Store, settings, services => services.AddSingleton<TimeProvider>(Clock));
    }
}

/// <param name="Client">Sends the cookie of the session with each call, and no anti-forgery token.</param>
/// <param name="Cookies">The cookies of the program and of the provider.</param>
/// <param name="Token">The anti-forgery token of the session.</param>
public sealed record SignedInClient(HttpClient Client, CookieContainer Cookies, string Token) : IDisposable
{
    /// <summary>A changing call with the token, as the page makes it.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, object? body = null)
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        call.Headers.Add("X-Csrf-Token", Token);
        return await Client.SendAsync(call);
    }

    public void Dispose() => Client.Dispose();
}
