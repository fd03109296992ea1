using System.Text.Json;

namespace Dashboard.IntegrationTests.Clients;

/// <summary>The JavaScript client of SignalR, in Node.js.</summary>
public sealed class JavaScriptHubTests(SharedHost shared, NodePackages packages) : IClassFixture<SharedHost>
{
    private readonly DashboardHost _host = shared.Host;

    [Theory]
    [InlineData("WebSockets", "JSON")]
    [InlineData("ServerSentEvents", "JSON")]
    [InlineData("LongPolling", "JSON")]
    [InlineData("WebSockets", "MessagePack")]
    [InlineData("LongPolling", "MessagePack")]
    public async Task It_gets_the_same_over_each_transport_and_protocol(string transport, string protocol)
    {
        await SendOneAsync();

        var received = JsonDocument.Parse(await RunAsync(transport, protocol)).RootElement;

        var transaction = received.GetProperty("transactions").EnumerateArray()
            .ShouldContainOne(t => t.GetProperty("reference").GetString() == "J-1");
        transaction.GetProperty("amount").GetDecimal().ShouldBe(12.34m);
        transaction.GetProperty("status").GetString().ShouldBe("Completed");
        var figures = received.GetProperty("figures");
        figures.GetProperty("flow").GetProperty("accepted").GetInt64().ShouldBe(1);
        figures.GetProperty("computedAt").GetString()!.ShouldEndWith("Z");
        var resumed = received.GetProperty("resumed");
        resumed.GetProperty("epoch").GetString().ShouldBe(figures.GetProperty("epoch").GetString());
        resumed.GetProperty("snapshotRequired").GetBoolean().ShouldBeFalse();
        resumed.GetProperty("transactions").EnumerateArray().ShouldContainOne(t => t.GetProperty("reference").GetString() == "J-1");
    }

    [Fact]
    public async Task MessagePack_over_server_sent_events_is_refused_by_the_client_itself()
    {
        var (exitCode, output) = await ExternalProgram.TryRunAsync(
            await packages.FolderAsync(), "node", "hub.mjs", Address, "ServerSentEvents", "MessagePack");

        exitCode.ShouldNotBe(0);
        output.ShouldContain("ServerSentEvents");
    }

    [Fact]
    public async Task The_client_of_the_guide_runs()
    {
        await SendOneAsync();
        var folder = await packages.NewFolderAsync();
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "client.mjs"), DocumentedExamples.Code("docs/clients.md", "js", _host.Address));

            var line = await ExternalProgram.FirstLineAsync(
                l => l.StartsWith("1 transactions known", StringComparison.Ordinal), folder.FullName, "node", "client.mjs");

            line.ShouldEndWith(" per second");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private string Address => _host.Address.OriginalString.TrimEnd('/');

    // The tests share a host: the same reference is kept once.
    private async Task SendOneAsync()
    {
        await _host.IngestAsync(TestData.Item(source: "hub", reference: "J-1", createdAt: TestData.Time) with
        {
            Status = Domain.Transactions.TransactionStatus.Completed,
            CompletedAt = TestData.Time,
        });
        await _host.WaitForAsync(m => m.Flow.Accepted == 1 && m.Sequence > 0);
    }

    private async Task<string> RunAsync(string transport, string protocol) =>
        await ExternalProgram.RunAsync(await packages.FolderAsync(), "node", "hub.mjs", Address, transport, protocol);
}

internal static class JsonElements
{
    public static JsonElement ShouldContainOne(this IEnumerable<JsonElement> elements, Func<JsonElement, bool> condition) =>
        elements.Where(condition).ShouldHaveSingleItem();
}
