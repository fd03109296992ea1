using System.Net;
using System.Net.WebSockets;
using System.Text;
using Dashboard.IntegrationTests.Common;
using Dashboard.IntegrationTests.Live;
using Microsoft.Data.Sqlite;

namespace Dashboard.IntegrationTests.Api;

/// <summary>SIGTERM, as a service manager or a container engine sends it, to the real program.</summary>
public sealed class TerminateTests : IDisposable
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(8);

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Under_load_everybody_is_told_and_nothing_acknowledged_is_lost_or_left_unfinished()
    {
        var load = new Load("stop");
        using (var program = new ChildProgram(_store, "Production", "--Processing:MaxDelay=00:00:00.500"))
        {
            using var client = await program.ConnectAsync();
            using var viewer = await ConnectViewerAsync(client.BaseAddress!);
            await using var other = await LiveClient.ConnectAsync(client.BaseAddress!);
            await using var silent = await StreamSocket.OpenAsync(client.BaseAddress!);
            await silent.SendAsync(Load.Body("silent", "S-1") + "\n");
            var kept = (await silent.AnswerAsync())!.Value;
            using var stop = new CancellationTokenSource();
            var sending = load.RunAsync(client.BaseAddress!, TimeSpan.FromMilliseconds(5), singles: 4, batches: 1, streams: 2, stop.Token);
            await Poll.UntilAsync(() => load.Acknowledged.Count > 500);
            var lastWords = ReadToCloseAsync(viewer);

            program.SendTerminate();
            (await silent.LineAsync())!.ShouldContain("the program stops");
            (await silent.LineAsync()).ShouldBeNull("a proper end, not a broken connection");
            var (exitCode, elapsed) = await program.WaitForExitAsync();
            await stop.CancelAsync();
            await sending;

            exitCode.ShouldBe(0, string.Join('\n', program.Output.TakeLast(20)));
            elapsed.ShouldBeLessThan(Budget);
            program.Output.Where(l => l.Contains(" ERR ") || l.Contains(" FTL ")).ShouldBeEmpty();
            (await lastWords).ShouldSatisfyAllConditions(l => l.ShouldContain("\"type\":7"), l => l.ShouldContain("\"allowReconnect\":true"));
            load.Statuses.Keys.ShouldBeSubsetOf([200, 202, 503]);
            load.Acknowledged["S-1"] = kept.Id!;
        }

        using var again = new ChildProgram(_store, "Production");
        using var reader = await again.ConnectAsync();
        var history = await reader.HistoryAsync();
        load.Acknowledged.Remove("S-1", out var silentId).ShouldBeTrue();
        history.Single(t => t.Reference == "S-1").Id.ShouldBe(silentId);
        load.ShouldBeKept(history);
        history.ShouldAllBe(t => t.CompletedAt != null, "the stop waited for everything in flight");
        (await reader.MetricsAsync()).Flow.Recovered.ShouldBe(0);
    }

    [Fact]
    public async Task A_call_that_waits_for_a_store_that_is_away_is_answered_503_by_the_stop()
    {
        using var program = new ChildProgram(_store, "Production", "--Ingest:Patience=00:00:20");
        using var client = await program.ConnectAsync();
        await using var other = new SqliteConnection(_store.ConnectionString);
        await other.OpenAsync();
        await using (var begin = new SqliteCommand("BEGIN IMMEDIATE", other)) await begin.ExecuteNonQueryAsync();
        var waiting = client.PostAsync("/api/v1/transactions", new StringContent(Load.Body("stop", "W-1"), Encoding.UTF8, "application/json"));
        await program.WaitForLineAsync("attempt 1 failed");
        waiting.IsCompleted.ShouldBeFalse();

        program.SendTerminate();
        using var answer = await waiting;
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        var (_, elapsed) = await program.WaitForExitAsync();

        elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(12));
        program.Output.Where(l => l.Contains("unhandled", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    private static async Task<ClientWebSocket> ConnectViewerAsync(Uri server)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/hubs/dashboard" }.Uri, CancellationToken.None);
        await socket.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        return socket;
    }

    // The close message of the hub protocol, upon which a client closes; what came before a broken connection when there was none.
    private static async Task<string> ReadToCloseAsync(ClientWebSocket socket)
    {
        var buffer = new byte[256 * 1024];
        var (text, last) = (new StringBuilder(), "");
        try
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(buffer, CancellationToken.None);
                text.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
                var messages = text.ToString().Split('\u001e');
                text.Clear().Append(messages[^1]);
                if (messages.Length > 1) last = messages[^2];
                if (messages.FirstOrDefault(m => m.Contains("\"type\":7", StringComparison.Ordinal)) is not { } close) continue;
                socket.Abort();
                return close;
            }
        }
        catch (WebSocketException)
        {
            return last;
        }
    }
}
