using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Dashboard.Testing.Clients;

/// <summary>A client of the hub over server-sent events or long polling that requests updates, pings, and never reads an answer.</summary>
public sealed class StalledHttpClient : IAsyncDisposable
{
    private readonly HttpClient _client = new(TinyBuffers.Handler());
    private readonly PeriodicTimer _pings = new(TimeSpan.FromSeconds(1), TimeProvider.System);
    private readonly List<HttpResponseMessage> _unread = [];
    private Task _pinging = Task.CompletedTask;

    /// <param name="server">The address of the server.</param>
    /// <param name="accept">What the client accepts: text/event-stream, or */* for long polling.</param>
    public static async Task<StalledHttpClient> ConnectAsync(Uri server, string accept)
    {
        var client = new StalledHttpClient();
        using var negotiated = await client._client.PostAsync(new Uri(server, "/hubs/dashboard/negotiate?negotiateVersion=1"), null);
        var token = (await negotiated.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("connectionToken").GetString();
        var address = new Uri(server, "/hubs/dashboard?id=" + token);
        // The first poll is answered at once and empty, and begins the connection; so is a stream of events.
        var first = await client.GetAsync(address, accept);
        await client.PostAsync(address, HubProtocol.Handshake);
        if (accept == "*/*")
        {
            await first.Content.ReadAsByteArrayAsync();
            await client.GetAsync(address, accept);
        }

        client._pinging = client.PingAsync(address);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _pings.Dispose();
        await _pinging;
        foreach (var response in _unread) response.Dispose();
        _client.Dispose();
    }

    private async Task<HttpResponseMessage> GetAsync(Uri address, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        _unread.Add(response);
        return response;
    }

    private async Task PostAsync(Uri address, string message) => (await _client.PostAsync(address, new StringContent(message))).Dispose();

    private async Task PingAsync(Uri address)
    {
        while (await _pings.WaitForNextTickAsync()) await PostAsync(address, HubProtocol.Ping);
    }
}
