using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Dashboard.UnitTests.Storage;

/// <summary>A change of the model without its migration would end the start of a program over an older store.</summary>
public sealed class MigrationTests
{
    [Fact]
    public void Model_OfSqlite_IsThatOfItsMigrations()
    {
        using var context = new SqliteDesignTime().CreateDbContext([]);

        context.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public void Model_OfSqlServer_IsThatOfItsMigrations()
    {
        using var context = new SqlServerDesignTime().CreateDbContext([]);

        context.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public void Model_OfPostgres_IsThatOfItsMigrations()
    {
        using var context = new PostgresDesignTime().CreateDbContext([]);

        context.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public void Script_OfPostgres_QuotesTheFiltersOfItsIndexes()
    {
        using var context = new PostgresDesignTime().CreateDbContext([]);

        var script = context.GetService<IMigrator>().GenerateScript();

        script.ShouldContain("""CREATE INDEX "IX_Transactions_Unfinished" ON "Transactions" ("Id") WHERE "Status" < 2;""");
        script.ShouldContain("""ON "Transactions" ("Reference", "Source") WHERE "Reference" IS NOT NULL;""");
    }

    [Fact]
    public void Migration_OfTheLongerCounterparty_LeavesTheOtherColumnsAlone()
    {
        using var context = new SqlServerDesignTime().CreateDbContext([]);
        var migrator = context.GetService<IMigrator>();

        var script = migrator.GenerateScript("ReferenceFirst", "LongerCounterparty");

        script.ShouldContain("ALTER TABLE [Transactions] ALTER COLUMN [Counterparty] nvarchar(140) COLLATE Latin1_General_BIN2 NULL;");
        script.ShouldNotContain("INDEX");
    }
}
