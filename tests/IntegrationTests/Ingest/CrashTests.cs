using System.Globalization;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Dashboard.IntegrationTests.Ingest;

/// <summary>
/// The published program, loaded over HTTP with single, batch and stream calls, and killed with SIGKILL at random moments, also while it
/// starts, stops and migrates the schema. DASHBOARD_TEST_KILLS sets how often (default 8), DASHBOARD_TEST_SEED the moments.
/// </summary>
public sealed class CrashTests(PublishedProgram published, ITestOutputHelper output) : IDisposable
{
    private const int StartMoments = 4;
    private const int StopMoments = 3;

    // Without the last three migrations; they change no content of a transaction.
    private const string EarlierSchema = "Retention";

    private enum Phase
    {
        Load,
        Start,
        Stop,
        Migration,
    }

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
        var inside = new Dictionary<Phase, int> { [Phase.Load] = 0, [Phase.Start] = 0, [Phase.Stop] = 0, [Phase.Migration] = 0 };
        for (var kill = 0; kill < kills; kill++)
        {
            var phase = PhaseOf(kill);
            if (phase == Phase.Migration) await UndoMigrationsAsync();
            using var program = Start(folder);
            if (phase is Phase.Start or Phase.Migration)
            {
                if (phase == Phase.Start) await ReachedAsync(program, random.Next(StartMoments));
                else if (!await IsMigratingAsync(program, walBytes: random.Next(2) * 50_000)) phase = Phase.Start;
                program.Kill();
                await program.WaitForExitAsync();
                inside[phase]++;
                await NoteUnfinishedAsync();
                continue;
            }

            using var client = await program.ConnectAsync();
            recovered += await ShouldHaveRecoveredAsync(client);
            using var stop = new CancellationTokenSource();
            var target = _load.Acknowledged.Count + random.Next(50, 1_500);
            var sending = _load.RunAsync(client.BaseAddress!, TimeSpan.FromMilliseconds(5), singles: 4, batches: 1, streams: 1, stop.Token);
            await Poll.UntilAsync(() => _load.Acknowledged.Count >= target);
            if (phase == Phase.Stop) await StopBeganAsync(program, random.Next(StopMoments));
            program.Kill();
            await stop.CancelAsync();
            // A stop that was quicker than the signal ends with 0.
            inside[await program.WaitForExitAsync() == 0 ? Phase.Load : phase]++;
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
        output.WriteLine($"{kills} kills with seed {seed}: {string.Join(", ", inside.Select(i => $"{i.Value} in {i.Key}"))}");
        output.WriteLine($"{_load.Acknowledged.Count} acknowledged, {history.Count} stored, {recovered} taken up again");
        _load.Acknowledged.Count.ShouldBeGreaterThan(kills * 50);
    }

    // Three of sixteen, and one of each in the first eight.
    private static Phase PhaseOf(int kill) => (kill % 16) switch
    {
        1 => Phase.Start,
        3 => Phase.Stop,
        5 => Phase.Migration,
        _ => Phase.Load,
    };

    private async Task UndoMigrationsAsync()
    {
        await using var context = new SqliteDashboardDbContext(
            new DbContextOptionsBuilder<SqliteDashboardDbContext>().UseSqlite(_store.ConnectionString).Options);
        await context.GetService<IMigrator>().MigrateAsync(EarlierSchema);
    }

    // The log has the first changes of the schema, or some more of them. False when the program was quicker.
    private async Task<bool> IsMigratingAsync(ChildProgram program, int walBytes)
    {
        var log = new FileInfo(_store.File + "-wal");
        await Poll.UntilAsync(() =>
        {
            log.Refresh();
            return (log.Exists && log.Length > walBytes) || HasMigrated();
        });
        return !HasMigrated();

        bool HasMigrated() => program.Output.Any(l => l.Contains("schema migrations, up to", StringComparison.Ordinal));
    }

    // At once; when the host tells its parts; when all transactions in flight have ended.
    private static async Task StopBeganAsync(ChildProgram program, int moment)
    {
        program.SendTerminate();
        if (moment == 1) await program.WaitForLineAsync("Application is shutting down");
        if (moment == 2) await program.WaitForLineAsync("Processing stopped");
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
