using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>Tests that hold over every provider: written once in an abstract class, run by one subclass for each.</summary>
public abstract class StoreTest : IAsyncLifetime
{
    /// <summary>A payment takes ten minutes, and a stop does not wait for it.</summary>
    private protected static Dictionary<string, string?> NeverEnding => new()
    {
        ["Processing:MinDelay"] = "00:10:00",
        ["Processing:MaxDelay"] = "00:10:00",
        ["Processing:DrainTimeout"] = "00:00:00",
    };

    protected TestDatabase Database { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync() => Database = await NewDatabaseAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (Database is not null) await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<TestDatabase> NewDatabaseAsync();

    /// <summary>The whole program over the database.</summary>
    private protected Task<DashboardHost> StartAsync(
        Dictionary<string, string?>? settings = null, Action<IServiceCollection>? replace = null) =>
        DashboardHost.StartAsync(Database.Settings, settings, replace);

    /// <summary>Changes the database behind the program's back.</summary>
    protected async Task<int> ExecuteAsync(string sql)
    {
        await using var context = await Database.Contexts().CreateDbContextAsync();
        return await context.Database.ExecuteSqlRawAsync(sql);
    }
}
