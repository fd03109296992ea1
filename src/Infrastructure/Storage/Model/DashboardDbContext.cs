using Dashboard.Application.Books;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model.Access;
using Dashboard.Infrastructure.Storage.Model.Nodes;
using Dashboard.Infrastructure.Storage.Model.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Dashboard.Infrastructure.Storage.Model;

/// <summary>The model of the store. Each provider has its own subclass, because migrations belong to a context type.</summary>
internal abstract class DashboardDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<TransactionRow> Transactions => Set<TransactionRow>();

    public DbSet<AlertRow> Alerts => Set<AlertRow>();

    public DbSet<ReceiptRow> Receipts => Set<ReceiptRow>();

    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<RemovalRow> Removals => Set<RemovalRow>();

    public DbSet<StateRow> States => Set<StateRow>();

    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    public DbSet<EndedSessionRow> EndedSessions => Set<EndedSessionRow>();

    public DbSet<DataProtectionKeyRow> DataProtectionKeys => Set<DataProtectionKeyRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<NodeRow> Nodes => Set<NodeRow>();

    public DbSet<SlotRow> Slots => Set<SlotRow>();

    public DbSet<RoleRow> Roles => Set<RoleRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<TransactionRow>(ConfigureTransactions);
        modelBuilder.Entity<AlertRow>(ConfigureAlerts);
        modelBuilder.Entity<ReceiptRow>(ConfigureReceipts);
        modelBuilder.Entity<RunRow>(ConfigureRuns);
        modelBuilder.Entity<RemovalRow>(ConfigureRemovals);
        modelBuilder.Entity<StateRow>(ConfigureStates);
        modelBuilder.Entity<ApiKeyRow>(AuthModel.ConfigureKeys);
        modelBuilder.Entity<EndedSessionRow>(AuthModel.ConfigureEndedSessions);
        modelBuilder.Entity<DataProtectionKeyRow>(AuthModel.ConfigureDataProtectionKeys);
        modelBuilder.Entity<AuditRow>(AuthModel.ConfigureAudit);
        RuleModel.Configure(modelBuilder);
        modelBuilder.Entity<NodeRow>(NodeModel.ConfigureNodes);
        modelBuilder.Entity<SlotRow>(NodeModel.ConfigureSlots);
        modelBuilder.Entity<RoleRow>(NodeModel.ConfigureRoles);
    }

    // Why these indexes and no others: docs/adr/0005.
    private static void ConfigureTransactions(EntityTypeBuilder<TransactionRow> row)
    {
        row.ToTable("Transactions");
        row.HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
        row.Property(r => r.Source).HasMaxLength(Transaction.MaxSourceLength);
        row.Property(r => r.Reference).HasMaxLength(Transaction.MaxReferenceLength);
        row.Property(r => r.IdempotencyKey).HasMaxLength(Transaction.MaxReferenceLength);
        row.Property(r => r.Account).HasMaxLength(Transaction.MaxAccountLength);
        row.Property(r => r.Counterparty).HasMaxLength(Transaction.MaxCounterpartyLength);
        row.Property(r => r.Currency).HasMaxLength(Currency.CodeLength).IsUnicode(false).IsFixedLength();
        row.Property(r => r.Status).HasConversion<byte>();
        row.Property(r => r.Flags).HasMaxLength(Transaction.MaxFlags * (Alert.MaxRuleLength + 1)).IsUnicode(false);
        row.Property(r => r.FailureReason).HasMaxLength(Transaction.MaxFailureReasonLength);
        row.Property(r => r.Trace).HasMaxLength(TransactionRow.TraceLength);

        row.HasIndex(r => new { r.Reference, r.Source }, "UX_Transactions_Reference_Source").IsUnique()
            .HasFilter("Reference IS NOT NULL");
        row.HasIndex(r => new { r.Source, r.IdempotencyKey }, "UX_Transactions_Source_IdempotencyKey").IsUnique()
            .HasFilter("IdempotencyKey IS NOT NULL");
        row.HasIndex(r => new { r.Account, r.Id }, "IX_Transactions_Account");
        row.HasIndex(r => r.CompletedAt, "IX_Transactions_CompletedAt").HasFilter("CompletedAt IS NOT NULL");
        row.HasIndex(r => r.Id, "IX_Transactions_Unfinished").HasFilter("Status < 2");
        row.HasIndex(r => r.Id, "IX_Transactions_Failed").HasFilter("Status = 3");
        row.HasIndex(r => r.Id, "IX_Transactions_Flagged").HasFilter("Flags IS NOT NULL");
        row.HasIndex(r => new { r.Id, r.ReceivedAt }, "IX_Transactions_IdAhead").HasFilter("ReceivedAt IS NOT NULL");
    }

    private static void ConfigureAlerts(EntityTypeBuilder<AlertRow> row)
    {
        row.ToTable("Alerts");
        row.HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
        row.Property(r => r.Rule).HasMaxLength(Alert.MaxRuleLength).IsUnicode(false);
        row.Property(r => r.Subject).HasMaxLength(Alert.MaxSubjectLength);
        row.Property(r => r.Message).HasMaxLength(Alert.MaxMessageLength);
        row.Property(r => r.Severity).HasConversion<byte>();
        row.Property(r => r.Status).HasConversion<byte>();
        row.Property(r => r.ResolvedBy).HasConversion<byte?>();
        row.HasIndex(r => r.Id, "IX_Alerts_Unresolved").HasFilter("Status <> 2");
    }

    private static void ConfigureReceipts(EntityTypeBuilder<ReceiptRow> row)
    {
        row.ToTable("Receipts");
        row.HasKey(r => r.FirstId);
        row.Property(r => r.FirstId).ValueGeneratedNever();
        // Receipts of earlier versions have neither.
        row.HasIndex(r => new { r.CommitId, r.Node }, "IX_Receipts_Commit").HasFilter("CommitId IS NOT NULL");
    }

    private static void ConfigureRuns(EntityTypeBuilder<RunRow> row)
    {
        row.ToTable("Runs");
        row.HasKey(r => r.Id);
        row.Property(r => r.Id).ValueGeneratedNever();
        row.Property(r => r.Epoch).HasMaxLength(Run.EpochLength).IsUnicode(false);
    }

    private static void ConfigureRemovals(EntityTypeBuilder<RemovalRow> row)
    {
        row.ToTable("Removals");
        row.HasKey(r => r.RunId);
        row.Property(r => r.RunId).ValueGeneratedNever();
    }

    private static void ConfigureStates(EntityTypeBuilder<StateRow> row)
    {
        row.ToTable("StoreState");
        row.HasKey(r => r.Name);
        row.Property(r => r.Name).HasMaxLength(StateRow.MaxNameLength).IsUnicode(false);
        row.Property(r => r.Value).HasMaxLength(StateRow.MaxValueLength);
    }
}

/// <summary>Times are integers, microseconds since 1970: the provider's own text form is slow to sort.</summary>
internal sealed class SqliteDashboardDbContext(DbContextOptions<SqliteDashboardDbContext> options) : DashboardDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<Microseconds>();

    private sealed class Microseconds() : ValueConverter<DateTime, long>(
        time => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        stored => new DateTime(DateTime.UnixEpoch.Ticks + stored * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc));
}

/// <summary>
/// Times are <c>timestamptz</c>. Texts are compared and sorted by their bytes, as in SQLite, whatever the language of the database.
/// </summary>
internal sealed class PostgresDashboardDbContext(DbContextOptions<PostgresDashboardDbContext> options) : DashboardDbContext(options)
{
    private const string Exact = "C";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<string>().UseCollation(Exact);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // A name without quotes is in lower case here. Each filter begins with the name of its column.
        foreach (var index in modelBuilder.Model.GetEntityTypes().SelectMany(t => t.GetIndexes()))
            if (index.GetFilter()?.Split(' ', 2) is [var column, var condition]) index.SetFilter($"\"{column}\" {condition}");
    }
}

/// <summary>Times are <c>datetime2(6)</c>. Texts are compared exactly, as in SQLite, whatever the language of the server.</summary>
internal sealed class SqlServerDashboardDbContext(DbContextOptions<SqlServerDashboardDbContext> options) : DashboardDbContext(options)
{
    private const string Exact = "Latin1_General_BIN2";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<Utc>().HavePrecision(6);
        configurationBuilder.Properties<string>().UseCollation(Exact);
    }

    private sealed class Utc() : ValueConverter<DateTime, DateTime>(time => time, stored => DateTime.SpecifyKind(stored, DateTimeKind.Utc));
}
