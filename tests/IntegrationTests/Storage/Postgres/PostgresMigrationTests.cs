using Microsoft.EntityFrameworkCore;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>How a database becomes the store of the program.</summary>
public sealed class PostgresMigrationTests(PostgresServers servers) : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Programs_that_start_at_once_on_a_new_store_all_start_and_one_of_them_migrates(bool databaseExists)
    {
        await using var database = await servers.NameDatabaseAsync();
        if (databaseExists) await database.CreateAsync("template0");
        var programs = Enumerable.Range(0, 3).Select(i => new ChildProgram(
            _store, "Production", [.. database.Arguments, "--Cluster:Enabled=true", "--Cluster:NodeName=n" + i])).ToList();

        try
        {
            await Task.WhenAll(programs.Select(p => p.WaitForLineAsync("Application started")));

            programs.Count(p => p.Output.Any(l => l.Contains("schema migrations, up to"))).ShouldBe(1);
            programs.SelectMany(p => p.Output).Where(l => l.Contains(" ERR ") || l.Contains(" FTL ")).ShouldBeEmpty();
            foreach (var program in programs) program.SendTerminate();
            foreach (var program in programs) (await program.WaitForExitAsync()).ShouldBe(0);
        }
        finally
        {
            foreach (var program in programs) program.Dispose();
        }

        await using var context = await database.Contexts().CreateDbContextAsync();
        (await context.Database.GetPendingMigrationsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_that_cannot_keep_every_character_is_refused_with_a_sentence()
    {
        await using var database = await servers.NameDatabaseAsync();
        await database.ExecuteAsync(
            $"CREATE DATABASE {database.Name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'");
        using var program = new ChildProgram(_store, "Production", database.Arguments);

        (await program.WaitForExitAsync()).ShouldBe(2);
        string.Join('\n', program.Output).ShouldContain("has the encoding LATIN1, and the program needs UTF8");
    }

    [Fact]
    public async Task A_user_with_the_documented_rights_runs_the_program_on_a_schema_that_the_owner_made()
    {
        await using var database = (PostgresDatabase)await servers.NewDatabaseAsync();
        var role = database.Name + "_app";
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'a-secret'");
        try
        {
            foreach (var grant in GrantsOf(role))
            {
                await using var context = await database.Contexts().CreateDbContextAsync();
                await context.Database.ExecuteSqlRawAsync(grant);
            }

            var settings = database.SettingsOf(role, "a-secret");
            await using (var host = await DashboardHost.StartAsync(settings, new() { ["Processing:MaxDelay"] = "00:00:00.100" }))
            {
                await host.IngestAsync(TestData.Item(amount: 9_000), TestData.Item());
                await host.WaitUntilIdleAsync();
                (await host.HistoryAsync()).Count.ShouldBe(2);
            }

            await using var again = await DashboardHost.StartAsync(settings, []);
            (await again.HistoryAsync()).Count.ShouldBe(2);
        }
        finally
        {
            await using (database) { }
            await database.ExecuteAsync($"DROP ROLE {role}");
        }
    }

    private static IEnumerable<string> GrantsOf(string role)
    {
        var grants = Checkout.Read("docs", "operations.md").Split('\n').Select(l => l.Trim())
            .Where(l => l.StartsWith("GRANT ", StringComparison.Ordinal)).ToList();
        grants.ShouldNotBeEmpty();
        return grants.Select(g => g.Replace("dashboard_app", role, StringComparison.Ordinal));
    }
}
