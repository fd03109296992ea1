using System.Net;
using Microsoft.Data.Sqlite;

namespace Dashboard.IntegrationTests.Hosting;

/// <summary>SIGTERM, as a service manager or a container engine sends it, to the real program.</summary>
public sealed class TerminateTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Under_load_everybody_is_told_and_nothing_acknowledged_is_lost_or_left_unfinished()
    {
        var load = new Load("stop");
        using (var program = new ChildProgram(_store, "Production", "--Processing:MaxDelay=00:00:00.500"))
        {
            using var client = await program.ConnectAsync();
            await using var viewer = await RawHubClient.ConnectAsync(client.BaseAddress!);
            await using var other = await HubClient.ConnectAsync(client.BaseAddress!);
            using var silent = await StreamCall.OpenAsync(client.BaseAddress!);
            await silent.SendAsync(TestData.Json("silent", "S-1") + "\n");
            var kept = (await silent.AnswerAsync())!.Value;
            using var stop = new CancellationTokenSource();
            var sending = load.RunAsync(client.BaseAddress!, TimeSpan.FromMilliseconds(5), singles: 4, batches: 1, streams: 2, stop.Token);
            await Poll.UntilAsync(() => load.Acknowledged.Count > 500);
            var lastMessage = viewer.ReadToCloseAsync();

            program.SendTerminate();
            (await silent.LineAsync())!.ShouldContain("the program stops");
            (await silent.LineAsync()).ShouldBeNull("a proper end, not a broken connection");
            // A stop that takes longer than the program's shutdown timeout ends with another exit code.
            var exitCode = await program.WaitForExitAsync();
            await stop.CancelAsync();
            await sending;

            exitCode.ShouldBe(0, string.Join('\n', program.Output.TakeLast(20)));
            program.Output.Where(l => l.Contains(" ERR ") || l.Contains(" FTL ")).ShouldBeEmpty();
            var close = await lastMessage.InTimeAsync();
            close.ShouldContain("\"type\":7");
            close.ShouldContain("\"allowReconnect\":true");
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
        using var program = new ChildProgram(_store, "Production", "--Ingest:Patience=00:00:30");
        using var client = await program.ConnectAsync();
        await using var other = new SqliteConnection(_store.ConnectionString);
        await other.OpenAsync();
        await using (var begin = new SqliteCommand("BEGIN IMMEDIATE", other)) await begin.ExecuteNonQueryAsync();
        var waiting = client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(TestData.Json("stop", "W-1")));
        await program.WaitForLineAsync("attempt 1 failed");
        waiting.IsCompleted.ShouldBeFalse();

        // The patience is longer than the program's shutdown timeout: only the stop can have answered.
        program.SendTerminate();
        using var answer = await waiting;
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        await program.WaitForExitAsync();

        program.Output.Where(l => l.Contains("unhandled", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }
}
