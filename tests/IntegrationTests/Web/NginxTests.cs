using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Application.Live;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Dashboard.IntegrationTests.Web;

/// <summary>The published program behind nginx, below a path and with TLS that ends at the proxy.</summary>
public sealed partial class NginxTests(PublishedProgram published) : IAsyncLifetime
{
    private readonly TemporaryStore _store = new();
    private ChildProgram _program = null!;
    private NginxProxy _proxy = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _program = new ChildProgram(await published.FolderAsync(), _store, "Production", "--Server:TrustedProxies:0=127.0.0.1");
        using var direct = await _program.ConnectAsync();
        _proxy = await NginxProxy.StartAsync(direct.BaseAddress!);
        _client = _proxy.NewClient();
    }

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _proxy?.Dispose();
        _program?.Dispose();
        _store.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_transaction_is_found_at_the_Location_of_its_answer()
    {
        var answer = await _client.PostAsync("api/v1/transactions", ApiCalls.JsonBody(TestData.Json("shop", "N-1")));

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var place = new Uri(_proxy.Address, answer.Headers.Location!);
        place.AbsoluteUri.ShouldStartWith(_proxy.Address + "api/v1/transactions/");
        (await _client.GetAsync(place)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Every_file_that_the_page_names_is_served()
    {
        foreach (var view in (string[])["", "history?from=now-1h", "tx/0000000000000"])
        {
            var html = await _client.GetStringAsync(view);
            var files = File().Matches(html).Select(m => m.Groups[1].Value).ToList();
            files.ShouldNotBeEmpty();
            foreach (var file in files)
                (await _client.GetAsync(new Uri(_proxy.Address, file))).StatusCode.ShouldBe(HttpStatusCode.OK, file);
        }
    }

    [Fact]
    public async Task The_description_of_the_interface_names_the_public_address()
    {
        var document = JsonDocument.Parse(await _client.GetStringAsync("openapi/v1.json")).RootElement;

        document.GetProperty("servers")[0].GetProperty("url").GetString().ShouldBe(_proxy.Address.AbsoluteUri.TrimEnd('/'));
        var docs = await _client.GetAsync("docs");
        var page = new Uri(new Uri(_proxy.Address, "docs"), docs.Headers.Location!);
        page.AbsoluteUri.ShouldStartWith(_proxy.Address.AbsoluteUri);
        (await _client.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task The_hub_sends_over_every_transport(HttpTransportType transport)
    {
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(_proxy.Address, "hubs/dashboard"), options =>
        {
            options.Transports = transport;
            options.Headers["Origin"] = _proxy.Address.GetLeftPart(UriPartial.Authority);
            options.HttpMessageHandlerFactory = _ => NginxProxy.NewHandler();
            options.WebSocketConfiguration = socket => socket.RemoteCertificateValidationCallback = NginxProxy.Accept;
        }).Build();
        var first = new TaskCompletionSource<DashboardMetricsDto>(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.On<DashboardMetricsDto>(nameof(IDashboardClient.ReceiveMetricsUpdate), metrics => first.TrySetResult(metrics));

        await hub.StartAsync(TestTimeout.Token());

        (await first.Task.InTimeAsync()).Clients.ShouldBeGreaterThanOrEqualTo(0);
    }

    [GeneratedRegex("<(?:script|link)[^>]*(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex File();
}
