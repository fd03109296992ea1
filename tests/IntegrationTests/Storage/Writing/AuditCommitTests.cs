using System.Data.Common;
using Dashboard.Api.Auth;
using Dashboard.Application.Audit;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Reading;
using Dashboard.Infrastructure.Storage.Writing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.IntegrationTests.Storage;

/// <summary>An entry of the trail and what it is about are one commit: both or none, and once.</summary>
public abstract class AuditCommitTests : StoreTest
{
    private static readonly Actor Ada = new(ActorKind.Person, "ada", "Ada", "192.0.2.1");

    private readonly OrderedIds _ids = new(TimeProvider.System);
    private readonly FailingCommit _fault = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var context = await Contexts().CreateDbContextAsync();
        await context.Database.MigrateAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_decision_and_its_entry_are_both_stored_or_none_and_once_when_it_is_tried_again(bool isAfterCommit)
    {
        var batch = new WriteBatch();
        var decided = Raised("ACC-1").Acknowledge(TestData.Time);
        batch.Add(new AlertChange(decided, Entry(AuditActions.AlertAcknowledged, decided.Id.ToString())));
        await using var committer = NewCommitter();
        _fault.Arm(isAfterCommit);

        await Should.ThrowAsync<IOException>(() => committer.CommitAsync(batch, isRetry: false, CancellationToken.None));

        (await CountAsync()).ShouldBe(isAfterCommit ? (1, 1) : (0, 0));
        await committer.CommitAsync(batch, isRetry: true, CancellationToken.None);
        (await CountAsync()).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_row_that_the_store_refuses_parts_no_decision_from_its_entry()
    {
        await Database.PoisonAsync("Alerts", "Subject");
        var (bad, good) = (Raised("poison"), Raised("ACC-2"));
        var batch = new WriteBatch();
        foreach (var alert in (Alert[])[bad, good])
            batch.Add(new AlertChange(alert.Acknowledge(TestData.Time), Entry(AuditActions.AlertAcknowledged, alert.Id.ToString())));
        batch.Add(new AuditChange(Entry(AuditActions.Exported, "transactions")));
        await using var committer = NewCommitter();

        await committer.CommitAsync(batch, isRetry: false, CancellationToken.None);
        // As after a connection that broke before the answer to the last commit.
        await committer.CommitAsync(batch, isRetry: true, CancellationToken.None);

        await using var context = await Contexts().CreateDbContextAsync();
        (await context.Alerts.SingleAsync()).Subject.ShouldBe("ACC-2");
        (await context.Audit.OrderBy(r => r.Number).Select(r => r.Subject).ToListAsync()).ShouldBe([good.Id.ToString(), "transactions"]);
    }

    [Fact]
    public async Task A_part_of_the_entries_that_is_stored_is_not_added_again_and_the_rest_is()
    {
        var (first, second) = (Entry(AuditActions.Exported, "first"), Entry(AuditActions.Exported, "second"));
        await using var committer = NewCommitter();
        var batch = new WriteBatch();
        batch.Add(new AuditChange(first));
        await committer.CommitAsync(batch, isRetry: false, CancellationToken.None);
        batch.Add(new AuditChange(second));

        await committer.CommitAsync(batch, isRetry: true, CancellationToken.None);

        await using var context = await Contexts().CreateDbContextAsync();
        (await context.Audit.OrderBy(r => r.Number).Select(r => r.Subject).ToListAsync()).ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task An_entry_with_characters_that_a_store_refuses_is_kept_without_them_and_its_chain_is_intact()
    {
        await using var committer = NewCommitter();
        var batch = new WriteBatch();
        var cut = "/" + new string('a', 10) + "\ud83d";
        batch.Add(new AuditChange(Entry(AuditActions.NotSignedIn, cut) with { By = Ada with { Name = "Ada\0 Ä" }, After = "\0" }));

        await committer.CommitAsync(batch, isRetry: false, CancellationToken.None);

        await using var context = await Contexts().CreateDbContextAsync();
        var row = await context.Audit.SingleAsync();
        (row.Subject, row.Actor, row.After).ShouldBe(("/aaaaaaaaaa\ufffd", "Ada\ufffd Ä", "\ufffd"));
        var verification = new AuditVerification(new AuditReader(Database.Reads()));
        (await verification.RunAsync(new CheckedHeads([], null), CancellationToken.None)).IsIntact.ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_and_its_entry_are_one_transaction()
    {
        using var locks = new StoreLocks();
        var store = new ApiKeyStore(Contexts(), locks,
        new AuditAppender(AuditChainName.Program, new TrailState(NullLogger<TrailState>.Instance)), TimeProvider.System);
        var key = new ApiKey
        {
            Id = new KeyId(_ids.Next()),
            Name = "shop",
            Prefix = "00000000",
            Hash = new byte[32],
            Roles = [Role.Feed],
            Sources = [],
            CreatedAt = TestData.Time,
            CreatedBy = "Ada",
        };
        _fault.Arm(isAfterCommit: false);

        await Should.ThrowAsync<IOException>(
            () => store.AddAsync(key, Entry(AuditActions.KeyCreated, key.Id.ToString()), CancellationToken.None));

        await using var context = await Contexts().CreateDbContextAsync();
        (await context.ApiKeys.CountAsync(), await context.Audit.CountAsync()).ShouldBe((0, 0));
        await store.AddAsync(key, Entry(AuditActions.KeyCreated, key.Id.ToString()), CancellationToken.None);
        await store.RevokeAsync(key.Id, TestData.Time, "Ada", Entry(AuditActions.KeyRevoked, "1"), CancellationToken.None);
        await store.RevokeAsync(key.Id, TestData.Time, "Ada", Entry(AuditActions.KeyRevoked, "2"), CancellationToken.None);
        (await context.ApiKeys.CountAsync(), await context.Audit.CountAsync()).ShouldBe((1, 2), "revoked twice, noted once");
    }

    [Fact]
    public void What_one_program_protects_another_one_over_the_same_store_reads()
    {
        using var locks = new StoreLocks();

        var text = Protector(locks).Protect("a session");

        Protector(locks).Unprotect(text).ShouldBe("a session");
        new ProtectionKeyStore(Contexts(), locks).All().ShouldHaveSingleItem();
    }

    private IDbContextFactory<DashboardDbContext> Contexts() => Database.Contexts(_fault);

    private BatchCommitter NewCommitter() => TestCommitter.Of(Contexts());

    private Alert Raised(string subject) => Alert.Raise(
        new AlertId(_ids.Next()), "large_amount", subject, AlertSeverity.Critical, "message", new TransactionId(1), times: 1, TestData.Time);

    private AuditEvent Entry(string action, string subject) => new(_ids.Next(), TestData.Time, Ada, action, subject, null, null);

    private async Task<(int Alerts, int Entries)> CountAsync()
    {
        await using var context = await Contexts().CreateDbContextAsync();
        return (await context.Alerts.CountAsync(), await context.Audit.CountAsync());
    }

    // With services of its own, as another program has.
    private IDataProtector Protector(StoreLocks locks)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("Dashboard");
        services.AddOptions<KeyManagementOptions>().Configure(
            keys => keys.XmlRepository = new AuthRegistration.StoredProtectionKeys(new ProtectionKeyStore(Contexts(), locks)));
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
    }

    /// <summary>Fails one commit: before it, or after it, as a connection that breaks. No provider retries this exception.</summary>
    private sealed class FailingCommit : DbTransactionInterceptor
    {
        private bool? _isAfter;

        public void Arm(bool isAfterCommit) => _isAfter = isAfterCommit;

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
            CancellationToken cancellationToken = default)
        {
            if (_isAfter == false) Fail();
            return new(result);
        }

        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (_isAfter == true) Fail();
            return Task.CompletedTask;
        }

        private void Fail()
        {
            _isAfter = null;
            throw new IOException("the connection broke");
        }
    }
}

public sealed class SqliteAuditCommitTests : AuditCommitTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteDatabase());
}

public sealed class PostgresAuditCommitTests(PostgresServers servers) : AuditCommitTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}

public sealed class SqlServerAuditCommitTests(SqlServers servers) : AuditCommitTests
{
    protected override Task<TestDatabase> NewDatabaseAsync() => servers.NewDatabaseAsync();
}
