using BenchmarkDotNet.Attributes;
using Dashboard.Application.Rules.Lab;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Micro.Setup;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Micro;

/// <summary>A rule tried over a million stored transactions. Nothing is kept from one try to the next.</summary>
public class TryBench
{
    private string _folder = "";
    private IServiceProvider _services = null!;

    [Params("amount >= 50 EUR and source in (\"pos\", \"atm\")", "amount >= 50 EUR and count per account over 10m > 3",
        "distinct(counterparty) per account over 1h >= 3")]
    public string Rule { get; set; } = "";

    [GlobalSetup]
    public async Task Fill()
    {
        _folder = Directory.CreateTempSubdirectory("dashboard-try").FullName;
        _services = ProgramServices.WithSystemClock(
            new KeyValuePair<string, string?>("ConnectionStrings:Dashboard", $"Data Source={Path.Combine(_folder, "try.db")}"));
        await using var context = await _services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        await context.Database.MigrateAsync();
        await context.Database.ExecuteSqlRawAsync(
            """
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999999)
            INSERT INTO Transactions (Id, Source, Reference, Account, Counterparty, AmountMinor, Currency, Status, CreatedAt, CompletedAt, ProcessingMs)
            SELECT (1780000000000 + i * 80) << 20, CASE i % 3 WHEN 0 THEN 'pos' WHEN 1 THEN 'atm' ELSE 'online' END, 'ref-' || i,
                'ACC-' || (i * i % 99991), 'Shop ' || (i * 7 % 20011), i * 31 % 20000, 'EUR', 2,
                (1780000000000 + i * 80) * 1000, (1780000000000 + i * 80 + 250) * 1000, 250
            FROM n
            """);
    }

    [GlobalCleanup]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Benchmark]
    public async Task<long> Try()
    {
        var answer = await _services.GetRequiredService<IMediator>().Send(new TryRule(Rule, null, null, false, null, 20));
        return answer.Answer!.Flagged;
    }
}
