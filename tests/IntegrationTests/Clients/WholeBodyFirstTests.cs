using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Dashboard.IntegrationTests.Clients;

/// <summary>Clients of other languages and libraries, most of which send their whole body before they read.</summary>
public sealed class WholeBodyFirstTests(SharedHost shared, NodePackages packages) : IClassFixture<SharedHost>, IDisposable
{
    // More than a megabyte: from there on curl asks before it sends.
    private const int Lines = 1_000;
    private const int LineLength = 1_200;

    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "Clients", "Scripts");

    private readonly DashboardHost _host = shared.Host;
    private readonly TemporaryStore _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("HttpClient")]
    [InlineData("curl")]
    [InlineData("fetch of Node.js")]
    [InlineData("http.client of Python")]
    [InlineData("requests of Python")]
    public async Task A_client_sends_single_batch_and_stream(string client)
    {
        var source = client.Split(' ')[0];
        var items = Enumerable.Range(0, Lines).Select(i => Item(source, i)).ToList();

        var single = await SendAsync(client, "", items[0], "application/json");
        var batch = await SendAsync(client, "/batch", $"[{items[0]},{items[1]}]", "application/json");
        var stream = await SendAsync(client, "/stream", string.Join('\n', items), "application/x-ndjson");
        var again = await SendAsync(client, "/stream?answers=summary", string.Join('\n', items) + "\nno JSON\n", "application/x-ndjson");

        single.Status.ShouldBe(202, single.Answer);
        JsonDocument.Parse(batch.Answer).RootElement.GetProperty("items").EnumerateArray().Select(Outcome)
            .ShouldBe(["duplicate", "accepted"]);
        var answers = stream.Answer.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        answers.Length.ShouldBe(Lines);
        answers.CountBy(a => Outcome(JsonDocument.Parse(a).RootElement)).ToDictionary().ShouldBe(
            new Dictionary<string, int> { ["duplicate"] = 2, ["accepted"] = Lines - 2 });
        again.Answer.Trim().ShouldBe(
            $$"""{"lines":{{Lines + 1}},"accepted":0,"duplicates":{{Lines}},"rejected":1,"refused":0,"firstRejected":{{Lines + 1}},"firstRefused":null}""");
    }

    private static string Item(string source, int i) =>
        TestData.Json(source, "W-" + i).PadRight(LineLength);

    private static string Outcome(JsonElement answer) => answer.GetProperty("outcome").GetString()!;

    private async Task<(int Status, string Answer)> SendAsync(string client, string path, string body, string type)
    {
        var address = new Uri(_host.Address, "/api/v1/transactions" + path);
        if (client == "HttpClient") return await SendByHttpClientAsync(address, body, type);

        var file = Path.Combine(_files.Folder, "body");
        await File.WriteAllTextAsync(file, body);
        var output = await RunAsync(client, address.ToString(), file, type);
        var end = output.IndexOf('\n', StringComparison.Ordinal);
        return (int.Parse(output[..end], CultureInfo.InvariantCulture), output[(end + 1)..]);
    }

    private async Task<string> RunAsync(string client, string address, string file, string type)
    {
        switch (client)
        {
            case "curl":
                ExternalProgram.SkipUnlessInstalled("curl");
                var answer = await ExternalProgram.RunAsync(
                    _files.Folder, "curl", "-sS", address, "-H", "Content-Type: " + type, "--data-binary", "@" + file, "-w", "\n%{http_code}");
                var last = answer.LastIndexOf('\n');
                return $"{answer[(last + 1)..]}\n{answer[..last]}";
            case "fetch of Node.js":
                await packages.FolderAsync();
                return await ExternalProgram.RunAsync(Scripts, "node", "send.mjs", address, file, type);
            default:
                ExternalProgram.SkipUnlessInstalled("python3");
                var library = client.Split(' ')[0];
                var (found, _) = await ExternalProgram.TryRunAsync(Scripts, "python3", "-c", "import " + library);
                Assert.SkipUnless(found == 0, $"Python has no {library}.");
                return await ExternalProgram.RunAsync(Scripts, "python3", "send.py", library, address, file, type);
        }
    }

    private async Task<(int, string)> SendByHttpClientAsync(Uri address, string body, string type)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        using var response = await _host.Client.PostAsync(address, content);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
