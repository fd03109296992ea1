using Dashboard.Infrastructure.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Dashboard.IntegrationTests.Storage;

public sealed class AlertMigrationTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task An_alert_that_was_resolved_before_there_was_a_time_for_it_gets_that_of_its_last_change()
    {
        await using var context = new SqliteDashboardDbContext(
            new DbContextOptionsBuilder<SqliteDashboardDbContext>().UseSqlite(_store.ConnectionString).Options);
        var migrator = context.GetService<IMigrator>();
        await migrator.MigrateAsync("Books");
        await context.Database.ExecuteSqlRawAsync(
            "INSERT INTO Alerts (Id, Rule, Subject, Severity, Message, TransactionId, Count, Status, RaisedAt, UpdatedAt) "
            + "VALUES (1, 'r', 's', 1, 'm', 1, 1, 2, 1000, 2000), (2, 'r', 's', 1, 'm', 1, 1, 0, 1000, 2000)");

        await migrator.MigrateAsync();

        var alerts = await context.Alerts.AsNoTracking().OrderBy(a => a.Id).Select(a => a.ToAlert()).ToListAsync();
        alerts[0].ResolvedAt.ShouldBe(alerts[0].UpdatedAt);
        alerts[1].ResolvedAt.ShouldBeNull();
        alerts.ShouldAllBe(a => a.LastFiredAt == a.UpdatedAt && a.FirstTransactionId == a.TransactionId && a.ResolvedBy == null);
    }
}
