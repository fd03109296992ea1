using System.Text;
using System.Text.Json;

namespace Dashboard.IntegrationTests.Replay;

/// <summary>A replay as a script starts it: what the program prints and returns.</summary>
public sealed class ReplayProgramTests : IDisposable
{
    private const string Heading = "Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit\n";

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("2026-01-05,2026-01-06,1234,SHOP,Travel,1.00,\n", 0, "1 accepted, 0 duplicate, 0 rejected")]
    [InlineData(
        "2026-01-05,2026-01-06,1234,SHOP,Travel,1.00,\nx,2026-01-06,1234,SHOP,Travel,1.00,\n", 5, "1 accepted, 0 duplicate, 1 rejected")]
    public async Task A_replay_that_is_to_exit_ends_the_program_after_its_summary(string rows, int exitCode, string summary)
    {
        using var program = new ChildProgram(
            _store, "Production", $"--Replay:File={Write(Heading + rows)}", "--Replay:Mapping=capital-one", "--Replay:Exit=true");

        (await program.WaitForExitAsync()).ShouldBe(exitCode);
        await program.WaitForLineAsync(summary);
    }

    [Fact]
    public async Task A_replay_that_fails_ends_with_its_own_exit_code()
    {
        var file = Write(Heading + "2026-01-05,2026-01-06,1234,CAF\u00C9,Travel,1.00,\n", Encoding.Latin1);
        using var program = new ChildProgram(
            _store, "Production", $"--Replay:File={file}", "--Replay:Mapping=capital-one", "--Replay:Exit=true");

        (await program.WaitForExitAsync()).ShouldBe(4);
        (await program.WaitForLineAsync("Replay failed")).ShouldContain("line 2");
    }

    [Fact]
    public async Task A_replay_that_fails_is_visible_in_the_health_check()
    {
        await using var host = await DashboardHost.StartAsync(
            _store, new() { ["Replay:File"] = Write("a,b\n1,2\n"), ["Replay:Mapping"] = "capital-one" });

        var health = default(JsonElement);
        await Poll.UntilAsync(async () =>
            (health = await host.GetAsync<JsonElement>("/health/ready")).GetProperty("status").GetString() == "Degraded");

        health.GetProperty("checks").GetProperty("replay").GetProperty("reason").GetString()!.ShouldContain("'Card No.'");
    }

    [Fact]
    public async Task A_preview_prints_the_rows_and_stores_nothing()
    {
        var file = Write(Heading + "2026-01-05,2026-01-06,1234,SHOP,Travel,1.00,\n");
        using var program = new ChildProgram(
            _store, "Production", $"--Replay:File={file}", "--Replay:Mapping=capital-one", "--Replay:Preview=20");

        (await program.WaitForExitAsync()).ShouldBe(0);
        await program.WaitForLineAsync("line 2: 2026-01-05T05:00:00Z · -1.00 USD");
        File.Exists(_store.File).ShouldBeFalse();
    }

    private string Write(string content, Encoding? encoding = null)
    {
        var file = Path.Combine(Path.GetDirectoryName(_store.File)!, "in.csv");
        File.WriteAllBytes(file, (encoding ?? Encoding.UTF8).GetBytes(content));
        return file;
    }
}
