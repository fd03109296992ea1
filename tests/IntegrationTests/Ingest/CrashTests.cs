using System.Globalization;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using Microsoft.Data.Sqlite;

namespace Dashboard.IntegrationTests.Ingest;

/// <summary>
/// The published program, loaded over HTTP with single, batch and stream calls, and killed with SIGKILL at random moments, also while it
/// starts. DASHBOARD_TEST_KILLS sets how often (default 8), DASHBOARD_TEST_SEED the moments.
/// </summary>
public sealed class CrashTests(PublishedProgram published, ITestOutputHelper output) : IDisposable
{
    private const int StartMoments = 4;

    private readonly TemporaryStore _store = new();
    private readonly Load _load = new("crash");
    private int _unfinished;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task What_was_acknowledged_is_there_once_and_finishes_however_often_the_program_is_killed()
    {
        var kills = Number("DASHBOARD_TEST_KILLS", 8);
        var seed = Number("DASHBOARD_TEST_SEED", 20);
        var random = new Random(seed);
        var folder = await published.FolderAsync();
        var recovered = 0L;
        for (var kill = 0; kill < kills; kill++)
        {
            using var program = Start(folder);
            if (random.Next(8) == 0)
            {
                // Somewhere in the start: at one of the moments by which the program has done a part of it.
                await ReachedAsync(program, random.Next(StartMoments));
                program.Kill();
                await program.WaitForExitAsync();
                await NoteUnfinishedAsync();
                continue;
            }

            using var client = await program.ConnectAsync();
            recovered += await ShouldHaveRecoveredAsync(client);
            using var stop = new CancellationTokenSource();
            var target = _load.Acknowledged.Count + random.Next(50, 1_500);
            var sending = _load.RunAsync(client.BaseAddress!, TimeSpan.FromMilliseconds(5), singles: 4, batches: 1, streams: 1, stop.Token);
            await Poll.UntilAsync(() => _load.Acknowledged.Count >= target);
            program.Kill();
            await stop.CancelAsync();
            await program.WaitForExitAsync();
            await sending;
            await NoteUnfinishedAsync();
        }

        using var last = Start(folder);
        using var reader = await last.ConnectAsync();
        recovered += await ShouldHaveRecoveredAsync(reader);
        var flow = await reader.WaitUntilIdleAsync();
        (flow.Completed + flow.Failed).ShouldBe(flow.Recovered);
        await Poll.UntilAsync(async () => (await reader.HistoryAsync()).All(t => t.CompletedAt is not null));
        var history = await reader.HistoryAsync();
        _load.ShouldBeKept(history);
        output.WriteLine($"{kills} kills with seed {seed}: {_load.Acknowledged.Count} acknowledged, {history.Count} stored, {recovered} taken up again");
        _load.Acknowledged.Count.ShouldBeGreaterThan(kills * 50);
    }

    // The file of the store is there; it has a log of changes that are not in it yet; the program listens.
    private Task ReachedAsync(ChildProgram program, int moment) => moment switch
    {
        0 => Task.CompletedTask,
        1 => Poll.UntilAsync(() => File.Exists(_store.File)),
        2 => Poll.UntilAsync(() => File.Exists(_store.File + "-wal")),
        _ => program.WaitForLineAsync("Now listening on: "),
    };

    private ChildProgram Start(string folder) => new(folder, _store, "Production", "--Processing:MaxDelay=00:00:00.300");

    // What the killed program left unfinished is taken up, and all that was acknowledged is there once.
    private async Task<long> ShouldHaveRecoveredAsync(HttpClient client)
    {
        FlowDto flow = null!;
        await Poll.UntilAsync(async () =>
        {
            flow = (await client.MetricsAsync()).Flow;
            flow.ShouldBalance();
            return flow.Recovered >= _unfinished;
        });
        flow.Recovered.ShouldBe(_unfinished);
        var stored = (await RowsAsync(_store.ConnectionString)).ToLookup(r => r.Reference, r => r.Id);
        stored.Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty("kept more than once");
        _load.Acknowledged.Where(a => stored[a.Key].SingleOrDefault() != a.Value).ShouldBeEmpty("acknowledged and not kept");
        return flow.Recovered;
    }

    // Of a copy: recovering the log is the business of the program, and this is not to do it beforehand.
    private async Task NoteUnfinishedAsync()
    {
        using var copy = new TemporaryStore();
        foreach (var file in new[] { _store.File, _store.File + "-wal" }.Where(File.Exists))
            File.Copy(file, Path.Combine(copy.Folder, Path.GetFileName(file)));
        _unfinished = (await RowsAsync(copy.ConnectionString)).Count(r => r.Status < TransactionStatus.Completed);
    }

    private static async Task<List<(string Reference, string Id, TransactionStatus Status)>> RowsAsync(string connectionString)
    {
        var rows = new List<(string, string, TransactionStatus)>();
        await using var store = new SqliteConnection(connectionString);
        await store.OpenAsync();
        // A program that was killed while it started may have made no table yet.
        await using (var table = new SqliteCommand("SELECT COUNT(*) FROM sqlite_master WHERE name = 'Transactions'", store))
            if (await table.ExecuteScalarAsync() is 0L) return rows;
        await using var select = new SqliteCommand("SELECT Reference, Id, Status FROM Transactions", store);
        await using var reader = await select.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add((reader.GetString(0), new TransactionId(reader.GetInt64(1)).ToString(), (TransactionStatus)reader.GetInt32(2)));
        return rows;
    }

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
