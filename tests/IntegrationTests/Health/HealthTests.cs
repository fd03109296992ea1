using System.Text.Json;

namespace Dashboard.IntegrationTests.Health;

public sealed class HealthTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_running_program_is_live_and_ready()
    {
        await using var host = await DashboardHost.StartAsync(_store);

        (await host.GetAsync<JsonElement>("/health/live")).GetProperty("status").GetString().ShouldBe("Healthy");
        var ready = await host.GetAsync<JsonElement>("/health/ready");
        ready.GetProperty("checks").GetProperty("store").GetProperty("status").GetString().ShouldBe("Healthy");
    }

    [Fact]
    public async Task The_command_line_says_whether_the_program_is_ready()
    {
        await using var host = await DashboardHost.StartAsync(_store);

        var (running, line) = await AskAsync(host.Address);
        await host.DisposeAsync();
        var (gone, reason) = await AskAsync(host.Address);

        (running, gone).ShouldBe((0, 1));
        line.ShouldContain("Healthy");
        reason.ShouldContain("does not answer");
    }

    private async Task<(int Code, string Line)> AskAsync(Uri address)
    {
        using var command = new ChildProgram(_store, "Production", "--health", $"--urls={address}");
        return (await command.WaitForExitAsync(), command.Output.Single());
    }
}
