namespace Dashboard.IntegrationTests.Hosting;

/// <summary>SIGTERM while the program starts: a clean end, whatever it was doing.</summary>
public sealed class EarlyStopTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public Task While_the_store_is_made() => ShouldStopAsync(_ => Poll.UntilAsync(() => File.Exists(_store.File)));

    [Fact]
    public Task While_the_feeds_start() => ShouldStopAsync(program => program.WaitForLineAsync("The store is SQLite"));

    [Fact]
    public Task When_the_address_is_open() => ShouldStopAsync(program => program.WaitForLineAsync("Now listening on"));

    private async Task ShouldStopAsync(Func<ChildProgram, Task> waitAsync)
    {
        using (var program = new ChildProgram(_store, "Production"))
        {
            await waitAsync(program);
            program.SendTerminate();

            (await program.WaitForExitAsync()).ShouldBe(0, string.Join('\n', program.Output));
            program.Output.ShouldNotContain(l => l.Contains("nhandled") || l.StartsWith("   at ", StringComparison.Ordinal));
            program.Output.ShouldContain(l => l.Contains("Application is shutting down") || l.Contains("Stopped before the start"));
        }

        using var next = new ChildProgram(_store, "Production");
        using var client = await next.ConnectAsync();
        (await client.ReadyAsync()).Status.ShouldBe(200);
    }
}
