namespace Dashboard.IntegrationTests.Attacks.Store;

/// <summary>A program that was killed, and the log of its database, which holds its last commits, is gone.</summary>
public sealed class LostLogTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_run_whose_log_is_lost_cannot_be_proven_now_or_after_the_next_start()
    {
        await RunAndKillAsync();
        File.Delete(_store.File + "-wal");

        await ShouldNotBeProvenAsync(runs: 1);
        await ShouldNotBeProvenAsync(runs: 1);

        // The next run is fine, and does not make up for the one before.
        using (var program = new ChildProgram(_store, "Production"))
        {
            await program.WaitForLineAsync("its last commits may be lost");
            using var client = await program.ConnectAsync();
            program.SendTerminate();
            (await program.WaitForExitAsync()).ShouldBe(0);
        }

        await ShouldNotBeProvenAsync(runs: 2);
    }

    [Fact]
    public async Task An_emptied_log_is_a_lost_one()
    {
        await RunAndKillAsync();
        await File.WriteAllBytesAsync(_store.File + "-wal", []);

        await ShouldNotBeProvenAsync(runs: 1);
    }

    [Fact]
    public async Task A_killed_run_with_its_log_is_proven_however_often_it_is_checked()
    {
        await RunAndKillAsync();

        for (var i = 0; i < 2; i++)
        {
            var (code, output) = await VerifyAsync();
            code.ShouldBe(0, output);
            output.ShouldContain("1 runs, 1 of them without a clean stop");
        }
    }

    private async Task RunAndKillAsync()
    {
        using var program = new ChildProgram(_store, "Production");
        using var client = await program.ConnectAsync();
        using var answer = await client.PostAsync("/api/v1/transactions", ApiCalls.JsonBody(TestData.Json("pos", "L-1")));
        answer.IsSuccessStatusCode.ShouldBeTrue();
        program.Kill();
        await program.WaitForExitAsync();
    }

    private async Task ShouldNotBeProvenAsync(int runs)
    {
        var (code, output) = await VerifyAsync();
        code.ShouldBe(3, output);
        output.ShouldContain($"{runs} runs");
        output.ShouldContain("not stopped cleanly, and the log of the database (-wal) is gone");
        output.ShouldContain("it cannot be proven that nothing is missing");
    }

    private async Task<(int Code, string Output)> VerifyAsync()
    {
        using var program = new ChildProgram(_store, "Production", "--verify");
        return (await program.WaitForExitAsync(), string.Join('\n', program.Output));
    }
}
