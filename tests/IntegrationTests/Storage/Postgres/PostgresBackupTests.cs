using System.Diagnostics;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>A copy of the store by PostgreSQL's own programs, as docs/operations.md shows it.</summary>
public sealed class PostgresBackupTests(PostgresServers servers) : IDisposable
{
    private readonly TemporaryStore _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_dump_under_load_restores_to_a_store_whose_books_balance_and_that_has_all_acknowledged_before_it()
    {
        var programs = PostgresCluster.Programs();
        Assert.SkipWhen(programs is null, "PostgreSQL is not installed here: apt-get install postgresql.");
        await using var database = (PostgresDatabase)await servers.NewDatabaseAsync();
        await using var restored = await servers.NameDatabaseAsync();
        await restored.CreateAsync("template0");
        var load = new Load("dump");
        var file = Path.Combine(_folder.Folder, "dashboard.dump");
        HashSet<string> before;
        await using (var host = await DashboardHost.StartAsync(database.Settings, new() { ["Processing:MaxDelay"] = "00:00:00.100" }))
        {
            using var stop = new CancellationTokenSource();
            var sending = load.RunAsync(host.Address, TimeSpan.FromMilliseconds(5), singles: 2, batches: 1, streams: 1, stop.Token);
            await Poll.UntilAsync(() => load.Acknowledged.Count > 300);
            before = [.. load.Acknowledged.Keys];

            await RunAsync(Path.Combine(programs!, "pg_dump"), "--format=custom", "--file=" + file, database.Uri);

            await stop.CancelAsync();
            await sending;
        }

        await RunAsync(Path.Combine(programs!, "pg_restore"), "--no-owner", "--dbname=" + restored.Uri, file);
        await using (var host = await DashboardHost.StartAsync(restored.Settings, new() { ["Processing:MaxDelay"] = "00:00:00.100" }))
        {
            await host.WaitForAsync(m => m.Flow is { Queued: 0, InFlight: 0 });
            (await host.HistoryAsync()).Select(t => t.Reference!).Intersect(before).Count().ShouldBe(before.Count);
        }

        using var verify = new ChildProgram(_folder, "Production", [.. restored.Arguments, "--verify"]);
        (await verify.WaitForExitAsync()).ShouldBe(0, string.Join('\n', verify.Output));
        string.Join('\n', verify.Output).ShouldContain("The books balance.");
    }

    [Fact]
    public async Task The_program_refuses_to_copy_it_and_names_the_program_that_does()
    {
        using var program = new ChildProgram(
            _folder, "Production", "--backup=" + Path.Combine(_folder.Folder, "b.db"), "--Storage:Provider=Postgres",
            "--ConnectionStrings:Dashboard=Host=localhost");

        (await program.WaitForExitAsync()).ShouldBe(1);
        (await program.WaitForLineAsync("No backup")).ShouldContain("pg_dump");
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, error);
    }
}
