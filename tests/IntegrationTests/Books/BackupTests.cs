namespace Dashboard.IntegrationTests.Books;

/// <summary><c>--backup FILE</c>, and starting from such a file.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly TemporaryStore _restored = new();

    private string File => Path.Combine(_restored.Folder, "backup.db");

    public void Dispose()
    {
        _store.Dispose();
        _restored.Dispose();
    }

    [Fact]
    public async Task A_backup_under_load_ends_and_a_start_from_it_has_all_that_was_acknowledged_before_it()
    {
        var load = new Load("backup");
        await using (var host = await DashboardHost.StartAsync(_store, new() { ["Processing:MaxDelay"] = "00:00:00.100" }))
        {
            using var stop = new CancellationTokenSource();
            var sending = load.RunAsync(host.Address, TimeSpan.FromMilliseconds(5), singles: 2, batches: 1, streams: 1, stop.Token);
            await Poll.UntilAsync(() => load.Acknowledged.Count > 500);
            var before = load.Acknowledged.Keys.ToHashSet();

            var (code, output) = await BackupAsync();

            code.ShouldBe(0, output);
            output.ShouldContain("The books balance.");
            output.ShouldContain("read back and checked");
            var acknowledged = load.Acknowledged.Count;
            await Poll.UntilAsync(() => load.Acknowledged.Count > acknowledged + 100);
            await stop.CancelAsync();
            await sending;

            await RestoreAsync(before);
        }

        // The store itself is as it was.
        using var verify = new ChildProgram(_store, "Production", "--verify");
        (await verify.WaitForExitAsync()).ShouldBe(0, string.Join('\n', verify.Output));
    }

    [Fact]
    public async Task A_stopped_store_is_copied_too_and_no_file_is_overwritten()
    {
        await using (var host = await DashboardHost.StartAsync(_store))
            await host.IngestAsync(TestData.Item(reference: "B-1"), TestData.Item(reference: "B-2"));

        (await BackupAsync()).Code.ShouldBe(0);
        var written = await System.IO.File.ReadAllBytesAsync(File);
        var (code, output) = await BackupAsync();

        code.ShouldBe(1);
        output.ShouldContain("exists already");
        (await System.IO.File.ReadAllBytesAsync(File)).ShouldBe(written);
        await RestoreAsync(["B-1", "B-2"]);
    }

    [Fact]
    public async Task Without_a_store_a_folder_or_a_name_there_is_a_sentence()
    {
        (await BackupAsync()).ShouldSatisfyAllConditions(b => b.Code.ShouldBe(2), b => b.Output.ShouldContain("there is no store"));
        System.IO.File.Exists(_store.File).ShouldBeFalse();
        await using (await DashboardHost.StartAsync(_store)) { }

        (await BackupAsync(Path.Combine(_store.Folder, "none", "b.db"))).ShouldSatisfyAllConditions(
            b => b.Code.ShouldBe(1), b => b.Output.ShouldContain("does not exist"));
        (await BackupAsync("")).Output.ShouldContain("name the file");
        Directory.GetFiles(_store.Folder, "*.partial").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_SQL_Server_is_backed_up_by_itself()
    {
        using var program = new ChildProgram(
            _store, "Production", "--backup=" + File, "--Storage:Provider=SqlServer", "--ConnectionStrings:Dashboard=Server=localhost");

        (await program.WaitForExitAsync()).ShouldBe(1);
        (await program.WaitForLineAsync("No backup")).ShouldContain("BACKUP DATABASE");
    }

    private async Task RestoreAsync(HashSet<string> references)
    {
        System.IO.File.Copy(File, _restored.File);
        // At another place the trail needs its key and its heads as well.
        foreach (var kept in Directory.GetFiles(_store.Folder, "*.audit-*"))
            System.IO.File.Copy(kept, Path.Combine(_restored.Folder, Path.GetFileName(kept)));
        await using (var host = await DashboardHost.StartAsync(_restored, new() { ["Processing:MaxDelay"] = "00:00:00.100" }))
        {
            await host.WaitForAsync(m => m.Flow is { Queued: 0, InFlight: 0 });
            (await host.HistoryAsync()).Select(t => t.Reference!).Intersect(references).Count().ShouldBe(references.Count);
        }

        using var verify = new ChildProgram(_restored, "Production", "--verify");
        (await verify.WaitForExitAsync()).ShouldBe(0, string.Join('\n', verify.Output));
    }

    private async Task<(int Code, string Output)> BackupAsync(string? file = null)
    {
        using var program = new ChildProgram(_store, "Production", "--backup=" + (file ?? File));
        return (await program.WaitForExitAsync(), string.Join('\n', program.Output));
    }
}
