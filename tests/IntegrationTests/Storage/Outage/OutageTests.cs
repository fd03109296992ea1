using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>The real program, under load, while its store is away and when it is back.</summary>
public sealed partial class OutageTests(SqlServers servers) : IDisposable
{
    // In full, the pauses between the attempts add up to half a minute.
    private static readonly int Attempts = LongRunningTests.Enabled ? 12 : 5;

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_locked_database_is_an_outage_that_loses_nothing()
    {
        await using var other = new SqliteConnection(_store.ConnectionString);
        await SurvivesAsync(
            _store,
            async _ =>
            {
                await other.OpenAsync();
                // Not by SqliteTransaction: the lock is to be there at once, and gone with the connection.
                await using var begin = new SqliteCommand("BEGIN IMMEDIATE", other);
                await begin.ExecuteNonQueryAsync();
            },
            async () =>
            {
                await using var rollback = new SqliteCommand("ROLLBACK", other);
                await rollback.ExecuteNonQueryAsync();
            },
            "locked",
            canRead: true);
    }

    [Fact]
    public async Task A_full_disk_is_an_outage_that_loses_nothing()
    {
        using var disk = SmallDisk.Mount(_store.Folder, megabytes: 64);
        await SurvivesAsync(
            _store, _ => disk.FillAsync(), disk.FreeAsync, "full", canRead: null,
                $"--ConnectionStrings:Dashboard=Data Source={_store.File}");
    }

    [Fact]
    public async Task A_file_system_that_turns_read_only_is_an_outage_that_loses_nothing()
    {
        using var disk = SmallDisk.Mount(_store.Folder, megabytes: 64);
        await SurvivesAsync(_store, program => TurnReadOnlyAsync(program, disk), disk.TurnWritableAsync, reason: "", canRead: null);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_an_outage_that_loses_nothing()
    {
        await using var database = (SqlServerDatabase)await servers.NewDatabaseAsync();
        await using var relay = database.OpenRelay(out var connectionString);
        await SurvivesAsync(
            _store, _ => relay.CutAsync(), relay.RestoreAsync, reason: "", canRead: false,
            "--Storage:Provider=SqlServer", "--ConnectionStrings:Dashboard=" + connectionString);
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_killed_and_started_again_is_an_outage_that_loses_nothing()
    {
        await using var cluster = await PostgresServers.NewClusterAsync();
        await SurvivesAsync(
            _store, _ => cluster.StopServerAsync(), cluster.StartServerAsync, reason: "", canRead: false,
            "--Storage:Provider=Postgres", "--ConnectionStrings:Dashboard=" + cluster.ConnectionString);
    }

    // What is open for writing keeps a file system writable, and the writer's connection is, but for the pauses between failed attempts.
    private async Task TurnReadOnlyAsync(ChildProgram program, SmallDisk disk)
    {
        await using (var other = new SqliteConnection(_store.ConnectionString))
        {
            await other.OpenAsync();
            await using var begin = new SqliteCommand("BEGIN IMMEDIATE", other);
            await begin.ExecuteNonQueryAsync();
            await program.WaitForLineAsync("attempt 3 failed");
        }

        await disk.TurnReadOnlyAsync();
    }

    private static async Task SurvivesAsync(
        TemporaryStore store, Func<ChildProgram, Task> breakStore, Func<Task> restoreStore, string reason, bool? canRead,
        params string[] settings)
    {
        using var program = new ChildProgram(
            store, "Production",
            [
                "--Processing:MaxDelay=00:00:00.300", "--Ingest:Patience=00:00:01",
                $"--ConnectionStrings:Dashboard={store.ConnectionString};Default Timeout=1", .. settings,
            ]);
        using var client = await program.ConnectAsync();
        await using var viewer = await HubClient.ConnectAsync(client.BaseAddress!);
        var load = new Load("outage");
        using var stop = new CancellationTokenSource();
        var sending = load.RunAsync(client.BaseAddress!, TimeSpan.FromMilliseconds(100), singles: 2, batches: 1, streams: 1, stop.Token);
        await Poll.UntilAsync(() => load.Acknowledged.Count > 300);

        await breakStore(program);
        var (_, reasonNow) = await Poll.UntilAsync(() => client.ReadyAsync(), r => r.Status == 503);
        reasonNow!.ShouldContain(reason);
        await ShouldRefuseAsync(client);
        await ShouldReadCleanlyAsync(client, canRead);
        var received = viewer.Metrics.Count;
        var acknowledged = load.Acknowledged.Count;

        await program.WaitForLineAsync($"attempt {Attempts} failed");
        ShouldBackOff(program);
        load.Acknowledged.Count.ShouldBe(acknowledged, "acknowledged while nothing could be kept");
        await viewer.WaitForAsync(v => v.Metrics.Count > received);

        await restoreStore();
        await Poll.UntilAsync(async () => (await client.ReadyAsync()).Status == 200);
        await Poll.UntilAsync(() => load.Acknowledged.Count > acknowledged + 300);
        await stop.CancelAsync();
        await sending;

        var flow = await client.WaitUntilIdleAsync();
        await Poll.UntilAsync(async () => (await client.HistoryAsync()).All(t => t.CompletedAt is not null));
        var history = await client.HistoryAsync();
        load.ShouldBeKept(history);
        history.Count.ShouldBe((int)flow.Accepted);
        flow.Refused.ShouldBeGreaterThan(0);
        program.Output.Where(l => l.Contains(" ERR ") || l.Contains(" FTL ")).Take(3).ShouldBeEmpty();
        program.SendTerminate();
        (await program.WaitForExitAsync()).ShouldBe(0);
    }

    private static async Task ShouldRefuseAsync(HttpClient client)
    {
        using var response = await client.PostAsync(
            "/api/v1/transactions", ApiCalls.JsonBody(TestData.Json("single", "S-1")));
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32().ShouldBe(503);
    }

    private static async Task ShouldReadCleanlyAsync(HttpClient client, bool? canRead)
    {
        using var response = await client.GetAsync("/api/v1/transactions?limit=5");
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (response.StatusCode == HttpStatusCode.OK)
        {
            canRead.ShouldNotBe(false);
            body.GetProperty("items").GetArrayLength().ShouldBe(5);
            return;
        }

        canRead.ShouldNotBe(true);
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
        body.GetProperty("title").GetString()!.ShouldContain("store is away");
    }

    // Each attempt is one line, and the pause after it is twice as long as the one before, give or take a quarter, up to five seconds.
    private static void ShouldBackOff(ChildProgram program)
    {
        var lines = program.Output.Select(l => AttemptLine().Match(l)).Where(m => m.Success).TakeLast(Attempts).ToList();
        lines.Select(m => Number(m.Groups["attempt"])).ShouldBe(Enumerable.Range(1, Attempts).Select(i => (double)i));
        for (var i = 0; i < Attempts; i++) Number(lines[i].Groups["pause"]).ShouldBeInRange(Pause(i) * 0.75 - 1, Pause(i) * 1.25 + 1);

        static double Pause(int attempt) => Math.Min(100 * Math.Pow(2, attempt), 5_000);
        static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("attempt (?<attempt>[0-9]+) failed.* (?<pause>[0-9]+) ms")]
    private static partial Regex AttemptLine();
}
