using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.IntegrationTests.Auth;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.IntegrationTests.Audit;

/// <summary>Tests that change a trail behind the program, as an attacker does who can write the database.</summary>
public abstract class TrailHostTest : KeyHostTest
{
    protected override Dictionary<string, string?> Settings => new()
    {
        ["Auth:Mode"] = "Keys",
        ["Processing:Mode"] = "External",
        ["Audit:HeadInterval"] = "00:00:01",
    };

    protected string HeadFile => Path.ChangeExtension(Store.File, ".audit-heads.jsonl");

    protected string KeyFile => Path.ChangeExtension(Store.File, ".audit-key.pem");

    /// <summary>Three entries, of which the last one has a signed head.</summary>
    protected async Task SignedAsync()
    {
        for (var i = 0; i < 3; i++) await NewKeyAsync(Role.Viewer);
        await Poll.UntilAsync(() => File.Exists(HeadFile)
            && File.ReadAllText(HeadFile).Contains("\"number\":3", StringComparison.Ordinal));
    }

    protected async Task StoppedAsync()
    {
        await SignedAsync();
        await Host.DisposeAsync();
    }

    private protected DashboardDbContext Context() => new SqliteDashboardDbContext(
        new DbContextOptionsBuilder<SqliteDashboardDbContext>().UseSqlite(Store.ConnectionString).Options);

    protected async Task ChangeAsync(string sql)
    {
        await using var connection = new SqliteConnection(Store.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqliteCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Computes every hash of the chain of the program, as an attacker does who knows the form of the chain.</summary>
    /// <param name="changed">The entry that gets another actor first.</param>
    protected async Task ComputeAnewAsync(long changed, bool withoutSeals = false)
    {
        await using var context = Context();
        var hash = AuditChain.Start;
        foreach (var row in await context.Audit.Where(r => r.Chain == "program").OrderBy(r => r.Number).ToListAsync())
        {
            if (row.Number == changed) row.Actor = "another one";
            if (withoutSeals) row.Seal = null;
            row.Previous = hash;
            row.Hash = hash = AuditChain.HashOf(row.ToEntry());
        }

        await context.SaveChangesAsync();
    }

    protected async Task VerifyShouldPassAsync(params string[] settings)
    {
        using var verify = new ChildProgram(Store, "Production", ["--verify", .. settings]);
        (await verify.WaitForExitAsync()).ShouldBe(0, string.Join('\n', verify.Output));
    }

    protected async Task VerifyShouldSayAsync(string fault)
    {
        using var verify = new ChildProgram(Store, "Production", "--verify");
        (await verify.WaitForExitAsync()).ShouldBe(4, string.Join('\n', verify.Output));
        verify.Output.ShouldContain(
            l => l.Contains("BROKEN", StringComparison.Ordinal) && l.Contains(fault, StringComparison.Ordinal),
            string.Join('\n', verify.Output));
    }

    protected static Task ShouldBeDegradedAsync(DashboardHost host) => Poll.UntilAsync(async () =>
        (await host.Client.GetStringAsync(new Uri("/health/ready", UriKind.Relative)))
            .Contains("\"audit\":{\"status\":\"Degraded\"", StringComparison.Ordinal));
}
