using Dashboard.Domain.Transactions;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>The published program over PostgreSQL, loaded over HTTP, and killed with SIGKILL at random moments.</summary>
public sealed class PostgresCrashTests(PostgresServers servers, PublishedProgram published) : IAsyncLifetime
{
    private static readonly int Kills = LongRunningTests.Enabled ? 25 : 2;

    private readonly TemporaryStore _folder = new();
    private readonly Load _load = new("crash");
    private PostgresDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = (PostgresDatabase)await servers.NewDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_once_and_finishes_however_often_the_program_is_killed()
    {
        var random = new Random(32);
        var folder = await published.FolderAsync();
        var unfinished = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var program = Start(folder);
            using var client = await program.ConnectAsync();
            await ShouldHaveRecoveredAsync(client, unfinished);
            using var stop = new CancellationTokenSource();
            var target = _load.Acknowledged.Count + random.Next(50, 1_000);
            var sending = _load.RunAsync(client.BaseAddress!, TimeSpan.FromMilliseconds(5), singles: 4, batches: 1, streams: 1, stop.Token);
            await Poll.UntilAsync(() => _load.Acknowledged.Count >= target);
            program.Kill();
            await stop.CancelAsync();
            await program.WaitForExitAsync();
            await sending;
            unfinished = await UnfinishedAsync();
        }

        using (var last = Start(folder))
        {
            using var reader = await last.ConnectAsync();
            await ShouldHaveRecoveredAsync(reader, unfinished);
            await reader.WaitUntilIdleAsync();
            await Poll.UntilAsync(async () => (await reader.HistoryAsync()).All(t => t.CompletedAt is not null));
            _load.ShouldBeKept(await reader.HistoryAsync());
            last.SendTerminate();
            (await last.WaitForExitAsync()).ShouldBe(0);
        }

        using var verify = Start(folder, "--verify");
        (await verify.WaitForExitAsync()).ShouldBe(0, string.Join('\n', verify.Output));
        string.Join('\n', verify.Output).ShouldContain($"{Kills + 1} runs, {Kills} of them without a clean stop");
        _load.Acknowledged.Count.ShouldBeGreaterThan(Kills * 50);
    }

    private ChildProgram Start(string folder, params string[] more) =>
        new(folder, _folder, "Production", ["--Processing:MaxDelay=00:00:00.300", .. _database.Arguments, .. more]);

    private static async Task ShouldHaveRecoveredAsync(HttpClient client, int unfinished)
    {
        var flow = await Poll.UntilAsync(async () => (await client.MetricsAsync()).Flow, f => f.Recovered >= unfinished);
        flow.ShouldBalance();
        flow.Recovered.ShouldBe(unfinished);
    }

    // What the server had committed when the program died: a session that is still open may commit no more.
    private async Task<int> UnfinishedAsync()
    {
        await Poll.UntilAsync(async () => await _database.SessionsAsync("state <> 'idle'") == 0);
        await using var context = await _database.Contexts().CreateDbContextAsync();
        return await context.Transactions.CountAsync(r => r.Status < TransactionStatus.Completed);
    }
}
