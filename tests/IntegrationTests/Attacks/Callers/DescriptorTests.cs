namespace Dashboard.IntegrationTests.Attacks.Callers;

/// <summary>More connections than the system lets the program open.</summary>
[Collection(AttackCollection.Name)]
public sealed class DescriptorTests : IDisposable
{
    private const int Limit = 600;

    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task More_connections_than_the_system_allows_are_closed_and_the_program_goes_on()
    {
        using var program = ChildProgram.WithFileLimit(_store, Limit);
        using var http = await program.ConnectAsync();
        await program.WaitForLineAsync("Server:MaxConnections is lowered from 5000 to 44");
        await using var others = await Others.JoinAsync(http);
        var without = await others.WatchAsync();

        var connections = await Task.WhenAll(Enumerable.Range(0, Limit * 3).Select(_ => RawConnection.OpenAsync(http.BaseAddress!)));
        // Never complete.
        await Task.WhenAll(connections.Select(c => c.SendAsync("GET /health/live HTTP/1.1\r\n").ContinueWith(_ => { }, TaskScheduler.Default)));
        var during = await others.WatchAsync();

        during.ShouldBeNear(without);
        foreach (var connection in connections) connection.Dispose();
        await Poll.UntilAsync(async () =>
        {
            using var another = await RawConnection.OpenAsync(http.BaseAddress!);
            await another.SendAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return await another.ReadStatusAsync() == 200;
        });
        program.SendTerminate();
        (await program.WaitForExitAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_limit_that_leaves_no_room_is_refused_with_a_sentence()
    {
        using var program = ChildProgram.WithFileLimit(_store, 530);

        await program.WaitForLineAsync("the system lets the program open 530 files and sockets (ulimit -n), and it needs at least 532");
        (await program.WaitForExitAsync()).ShouldBe(1);
    }
}
