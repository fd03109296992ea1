using Dashboard.Application.Alerts;
using Dashboard.Application.Audit;
using Dashboard.Application.Auth;
using Dashboard.Application.Books;
using Dashboard.Application.Cluster;
using Dashboard.Application.Common;
using Dashboard.Application.History;
using Dashboard.Application.Metrics;
using Dashboard.Application.Monitors.Versions;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Lab;
using Dashboard.Application.Rules.Labels;
using Dashboard.Application.Rules.Versions;
using Dashboard.Application.Storage;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Nodes;
using Dashboard.Infrastructure.Storage.Reading;
using Dashboard.Infrastructure.Storage.Reading.Rules;
using Dashboard.Infrastructure.Storage.Upkeep;
using Dashboard.Infrastructure.Storage.Writing;
using Dashboard.Infrastructure.Storage.Writing.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Infrastructure.Storage;

internal static class StorageRegistration
{
    // After a deadlock, a failover or a dropped connection, for readers and the writer alike.
    private const int Retries = 3;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // The server ended a transaction that stood still, as one of a paused program does.
    private const string IdleInTransaction = "25P03";

    private const string DefaultSqlite = "Data Source=data/dashboard.db";

    /// <summary>The store of the configured provider, its schema migration, its writer and its retention.</summary>
    /// <exception cref="OptionsValidationException">SqlServer or Postgres without a connection string.</exception>
    public static IServiceCollection AddStorage(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddOptionsOf<StorageOptions>(configuration, "Storage");
        var provider = configuration.GetValue("Storage:Provider", StorageProvider.Sqlite);
        services.AddOptions<ClusterOptions>().Validate(
            o => !o.Enabled || provider != StorageProvider.Sqlite,
            "Cluster:Enabled needs a store that several programs may use: set Storage:Provider to SqlServer or Postgres.");
        services.AddContexts(
            provider, configuration.GetConnectionString("Dashboard"), environment.ContentRootPath,
            configuration.GetValue("Cluster:Enabled", false));

        services.AddSingleton<IStoreErrors, StoreErrors>();
        services.AddSingleton<StoreLocks>();
        services.AddSingleton<IdsAhead>();
        services.AddSingleton<StoreFiles>();
        services.AddSingleton<StoreProbe>();
        services.AddSingleton<UnprovenRuns>();
        services.AddSingleton<IUnprovenRuns>(provider => provider.GetRequiredService<UnprovenRuns>());
        services.AddSingleton<IStoreState, StoreState>();
        services.AddSingleton<DecisionWriter>();
        services.AddSingleton<NodeTable>();
        services.AddSingleton<INodes>(provider => provider.GetRequiredService<NodeTable>());
        services.AddSingleton<CommitFence>();
        services.AddSingleton<BatchCommitter>();
        services.AddSingleton<BatchedWriter>();
        services.AddSingleton<IStore>(provider => provider.GetRequiredService<BatchedWriter>());
        services.AddSingleton<ITransactionStore>(provider => provider.GetRequiredService<BatchedWriter>());
        services.AddSingleton<IAlertStore>(provider => provider.GetRequiredService<BatchedWriter>());
        services.AddSingleton<IAuditStore>(provider => provider.GetRequiredService<BatchedWriter>());
        services.AddSingleton<IRunStore>(provider => provider.GetRequiredService<BatchedWriter>());
        services.AddSingleton<StoreReads>();
        services.AddSingleton<ITransactionHistory, TransactionHistory>();
        services.AddSingleton<IAlertHistory, AlertHistory>();
        services.AddSingleton<IPaymentScan, PaymentScan>();
        services.AddSingleton<IDecisionHistory, DecisionHistory>();
        services.AddSingleton<IStoredTransactions, StoredTransactions>();
        services.AddSingleton<IFinishedTransactions, FinishedTransactions>();
        services.AddSingleton<IBooksReader, BooksReader>();
        services.AddSingleton<IAuditReader, AuditReader>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<ClusterOptions>>().Value is { Enabled: true } cluster
            ? new AuditChainName(AuditChain.NodePrefix + cluster.NameThisNode())
            : AuditChainName.Program);
        services.AddSingleton<AuditAppender>();
        services.AddSingleton<IApiKeyStore, ApiKeyStore>();
        services.AddSingleton<IRuleStore, RuleStore>();
        services.AddSingleton<IMonitorStore, MonitorStore>();
        services.AddSingleton<ILabelStore, LabelStore>();
        services.AddSingleton<IProtectionKeyStore, ProtectionKeyStore>();
        services.AddSingleton<Removal>();
        services.AddSingleton<Retention>();
        services.AddSingleton(provider => new StoreAccess(
            provider.GetRequiredService<IDbContextFactory<DashboardDbContext>>(), provider.GetRequiredService<SchemaMigration>()));
        services.AddSingleton(provider => new StoreBackup(provider.GetRequiredService<IDbContextFactory<DashboardDbContext>>()));
        services.AddSingleton<SchemaMigration>();
        services.AddHostedService(provider => provider.GetRequiredService<SchemaMigration>());
        // Before the writer starts, and after it has stopped.
        services.AddHostedService<NodeLease>();
        services.AddHostedService(provider => provider.GetRequiredService<BatchedWriter>());
        services.AddHostedService(provider => provider.GetRequiredService<StoreProbe>());
        services.AddHostedService(provider => provider.GetRequiredService<Retention>());
        if (provider == StorageProvider.Sqlite) services.AddHostedService<SqliteCheckpoints>();
        services.AddHealthChecks().AddCheck<StoreHealth>("store", tags: ["ready"]);
        return services;
    }

    /// <summary>SQL Server, with the retries that the program relies on.</summary>
    internal static DbContextOptionsBuilder UseSqlServerWithRetries(this DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlServer(connectionString, server => server.EnableRetryOnFailure(Retries, RetryDelay, errorNumbersToAdd: null));

    /// <summary>PostgreSQL, with the retries and bounds that the program relies on.</summary>
    /// <param name="connectionString">As <see cref="PostgresSetup"/> completes it.</param>
    internal static DbContextOptionsBuilder UsePostgresWithRetries(this DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString, server => server.EnableRetryOnFailure(Retries, RetryDelay, [IdleInTransaction]));

    private static void AddContexts(
        this IServiceCollection services, StorageProvider provider, string? connectionString, string contentRoot, bool isClustered)
    {
        var isSet = !string.IsNullOrWhiteSpace(connectionString);
        if (provider == StorageProvider.Sqlite)
        {
            var file = SqliteSetup.Resolve(isSet ? connectionString! : DefaultSqlite, contentRoot);
            services.AddContexts<SqliteDashboardDbContext>(options => options.UseSqlite(file).AddInterceptors(new SqliteSetup()));
            return;
        }

        if (!isSet)
            throw new OptionsValidationException(
                "Storage", typeof(StorageOptions), [$"Storage:Provider is {provider}, so ConnectionStrings:Dashboard must be set."]);
        if (provider == StorageProvider.SqlServer)
            services.AddContexts<SqlServerDashboardDbContext>(options => options.UseSqlServerWithRetries(connectionString!));
        else
        {
            var bounded = PostgresSetup.Resolve(connectionString!, isClustered);
            services.AddContexts<PostgresDashboardDbContext>(options => options.UsePostgresWithRetries(bounded));
        }
    }

    private static void AddContexts<TContext>(this IServiceCollection services, Action<DbContextOptionsBuilder> configure)
        where TContext : DashboardDbContext
    {
        services.AddPooledDbContextFactory<TContext>(options =>
        {
            configure(options);
            // The caller gets the exception and logs what it means. EF Core must not fill the log with the same outage.
            options.ConfigureWarnings(warnings => warnings.Log(
                (RelationalEventId.CommandError, LogLevel.Debug), (RelationalEventId.ConnectionError, LogLevel.Debug),
                (RelationalEventId.TransactionError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                (CoreEventId.QueryIterationFailed, LogLevel.Debug)));
        });
        services.AddSingleton<IDbContextFactory<DashboardDbContext>, Contexts<TContext>>();
    }

    // The rooms know the model and not the provider.
    private sealed class Contexts<TContext>(IDbContextFactory<TContext> factory) : IDbContextFactory<DashboardDbContext>
        where TContext : DashboardDbContext
    {
        public DashboardDbContext CreateDbContext() => factory.CreateDbContext();
    }
}
