using System.Text.RegularExpressions;
using Dashboard.Application.History;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Nodes;
using Dashboard.Infrastructure.Storage.Reading;
using Dashboard.Infrastructure.Storage.Writing.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Dashboard.UnitTests.Storage;

/// <summary>
/// What is sent to SQL Server and not made by the query translator is parsed as SQL Server parses it: no error of syntax waits for a
/// server.
/// </summary>
public sealed class SqlServerStatementTests
{
    private static readonly SqlServerDashboardDbContext Context =
        new(new DbContextOptionsBuilder<SqlServerDashboardDbContext>().UseSqlServer().Options);

    [Theory]
    [InlineData(MigrationsSqlGenerationOptions.Default)]
    [InlineData(MigrationsSqlGenerationOptions.Idempotent)]
    public void TheMigrationScript_Parses(MigrationsSqlGenerationOptions options)
    {
        var script = Context.GetService<IMigrator>().GenerateScript(options: options);

        script.ShouldContain("CREATE TABLE [Transactions]");
        ErrorsOf(script).ShouldBeEmpty();
    }

    [Fact]
    public void TheStatementOfTheWriter_Parses() => ErrorsOf(SqlServerRowWriter.UpdateStatesStatement(Context)).ShouldBeEmpty();

    [Fact]
    public void TheStatementsAboutNodes_Parse()
    {
        var statements = NodeStatements.For(Context);
        string[] all =
        [
            statements.ReadTime, statements.TakeFreeSlot, statements.TakeSlots, statements.FreeSlots, statements.TakeDirtySlots,
            statements.FreeFinishedSlots, statements.LeaveSlots, statements.Renew, statements.Settle, statements.Silent,
            statements.TakeRole, statements.Fence(["{0}", "{1}", "{2}", "{3}", "{4}"]), NodeStatements.CountElsewhere(["{0}", "{1}"]),
        ];

        var numbered = all.Select(s => Regex.Replace(s, @"\{(\d)\}", "@p$1")).ToList();

        numbered.SelectMany(ErrorsOf).ShouldBeEmpty();
        numbered.ShouldAllBe(s => !s.Contains('{'));
    }

    [Fact]
    public void TheSortByTheOwnTime_IsTranslatedAndParses()
    {
        var cursor = new CreationCursor(DateTimeOffset.UnixEpoch, new TransactionId(7), new TransactionId(9));

        var statement = CreationOrder.Sorted(Context.Transactions, cursor).Take(3).ToQueryString();

        statement.ShouldContain("ORDER BY [t].[CreatedAt] DESC, [t].[Id] DESC");
        ErrorsOf(statement).ShouldBeEmpty();
    }

    [Fact]
    public void AStatementWithAnError_IsFound() => ErrorsOf("SELECT FROM WHERE").ShouldNotBeEmpty();

    [Fact]
    public void NoOtherFileOfTheStore_WritesStatementsForSqlServer()
    {
        var folder = Path.Combine(Checkout.Root, "src", "Infrastructure", "Storage");
        var files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(
            f => !f.Contains("Migrations", StringComparison.Ordinal))
            .Where(f => File.ReadAllText(f) is var text
                && (text.Contains("CommandText", StringComparison.Ordinal) || text.Contains("ExecuteSql", StringComparison.Ordinal)))
            .Select(Path.GetFileName).Order(StringComparer.Ordinal);

        // NodeTable executes the statements of NodeStatements. The others are for SQLite or for PostgreSQL.
        files.ShouldBe(
        [
            "NodeTable.cs", "PostgresSetup.cs", "SchemaMigration.cs", "SqlServerRowWriter.cs", "SqliteCheckpoints.cs", "SqliteRowWriter.cs", "SqliteSetup.cs",
            "StoreAccess.cs", "StoreBackup.cs", "StoreFiles.cs",
        ]);
    }

    [Fact]
    public void BothModels_AreWhatTheirMigrationsMake()
    {
        Context.Database.HasPendingModelChanges().ShouldBeFalse();
        using var sqlite = new SqliteDashboardDbContext(new DbContextOptionsBuilder<SqliteDashboardDbContext>().UseSqlite().Options);
        sqlite.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    private static IEnumerable<string> ErrorsOf(string script)
    {
        // The parser of SQL Server 2022.
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);
        return errors.Select(e => $"line {e.Line}: {e.Message}");
    }
}
