using Dashboard.Application.Transactions;
using Dashboard.IntegrationTests.Common;
using Microsoft.Data.SqlClient;
using Testcontainers.MsSql;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>The whole program over SQL Server: the one named by DASHBOARD_TEST_SQLSERVER, else one in a container. Skips without either.</summary>
public sealed class SqlServerStoreTests : IAsyncLifetime
{
    private readonly TemporaryStore _unused = new();
    private readonly string _database = "dashboard_test_" + Guid.CreateVersion7().ToString("N");
    private MsSqlContainer? _container;
    private string? _server;

    public async ValueTask InitializeAsync()
    {
        _server = Environment.GetEnvironmentVariable("DASHBOARD_TEST_SQLSERVER");
        if (!string.IsNullOrEmpty(_server)) return;
        try
        {
            _container = new MsSqlBuilder("mcr.microsoft.com/mssql/server:2022-latest").Build();
            await _container.StartAsync();
            _server = _container.GetConnectionString();
        }
        catch (Exception exception)
        {
            Assert.Skip("No SQL Server: DASHBOARD_TEST_SQLSERVER is not set and no container engine answers: " + exception.Message.Split('\n')[0]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await _container.DisposeAsync();
        }
        else if (!string.IsNullOrEmpty(_server))
        {
            await using var connection = new SqlConnection(_server);
            await connection.OpenAsync();
            await using var drop = new SqlCommand($"DROP DATABASE IF EXISTS [{_database}]", connection);
            await drop.ExecuteNonQueryAsync();
        }

        _unused.Dispose();
    }

    [Fact]
    public async Task The_pipeline_stores_finishes_finds_and_recognises_transactions()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        await using (var host = Host())
        {
            var results = await host.IngestAsync([.. Enumerable.Range(0, 300).Select(i => Some.New(amount: i - 20, reference: "r" + i, createdAt: at))]);
            results.ShouldAllBe(r => r.Outcome == IngestOutcome.Accepted);
            (await host.WaitUntilIdleAsync()).LastHour.Count.ShouldBe(300);
            (await host.IngestAsync(Some.New(amount: -20, reference: "r0", createdAt: at))).Single().Outcome.ShouldBe(IngestOutcome.Duplicate);
        }

        await using var again = Host();
        var stored = await again.HistoryAsync(limit: 77);
        stored.Count.ShouldBe(300);
        stored.ShouldAllBe(t => t.CompletedAt != null);
        (await again.HistoryAsync("&maxAmount=-0.01")).Count.ShouldBe(20);
        (await again.HistoryAsync("&status=Failed")).Count.ShouldBe(stored.Count(t => t.FailureReason != null));
        (await again.MetricsAsync()).LastHour.Count.ShouldBe(300);
    }

    private DashboardHost Host() => new(_unused, new()
    {
        ["Storage:Provider"] = "SqlServer",
        ["ConnectionStrings:Dashboard"] = new SqlConnectionStringBuilder(_server) { InitialCatalog = _database }.ConnectionString,
        ["Processing:MaxDelay"] = "00:00:00.100",
    });
}
