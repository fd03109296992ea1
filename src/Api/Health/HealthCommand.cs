namespace Dashboard.Api.Health;

/// <summary><c>--health</c>: asks the program that runs on this machine with this configuration whether it is ready.</summary>
/// <remarks>Exit code 0 when it is ready, otherwise 1. For container images without a shell and an HTTP client.</remarks>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(IConfiguration configuration, TextWriter output)
    {
        var address = AddressOf(configuration);
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri(address, "/health/ready"));
            var body = await answer.Content.ReadAsStringAsync();
            await output.WriteLineAsync($"{answer.StatusCode}: {body}");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            await output.WriteLineAsync($"{address} does not answer: {exception.Message}");
            return 1;
        }
    }

    // The first address on which the server listens, as a client on this machine reaches it.
    private static Uri AddressOf(IConfiguration configuration)
    {
        var urls = configuration["urls"]
            ?? (configuration["http_ports"] is { Length: > 0 } ports ? "http://*:" + ports : ApiRegistration.DefaultAddress);
        var address = BindingAddress.Parse(urls.Split(';')[0]);
        return new UriBuilder(address.Scheme, "127.0.0.1", address.Port).Uri;
    }
}
