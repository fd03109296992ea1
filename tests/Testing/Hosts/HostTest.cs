using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Testing.Hosts;

/// <summary>Tests that each have a host and a store of their own.</summary>
public abstract class HostTest : IAsyncLifetime
{
    protected TemporaryStore Store { get; } = new();

    protected DashboardHost Host { get; private set; } = null!;

    /// <summary>The settings of the host, beside those of all tests.</summary>
    protected virtual Dictionary<string, string?> Settings => [];

    /// <summary>Replaces services of the host.</summary>
    protected virtual Action<IServiceCollection>? Replace => null;

    public async ValueTask InitializeAsync() => Host = await DashboardHost.StartAsync(Store, Settings, Replace);

    public async ValueTask DisposeAsync()
    {
        if (Host is not null) await Host.DisposeAsync();
        Store.Dispose();
        GC.SuppressFinalize(this);
    }
}
