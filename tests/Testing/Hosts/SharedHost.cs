namespace Dashboard.Testing.Hosts;

/// <summary>One host with default settings for all tests of a class that change nothing in it. A class fixture.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    private readonly TemporaryStore _store = new();

    public DashboardHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await DashboardHost.StartAsync(_store);

    public async ValueTask DisposeAsync()
    {
        if (Host is not null) await Host.DisposeAsync();
        _store.Dispose();
    }
}
