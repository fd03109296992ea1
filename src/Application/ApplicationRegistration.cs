using Dashboard.Application.Alerts;
using Dashboard.Application.Audit;
using Dashboard.Application.Auth;
using Dashboard.Application.Books;
using Dashboard.Application.Cluster;
using Dashboard.Application.Common;
using Dashboard.Application.History;
using Dashboard.Application.Ingest;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Dashboard.Application.Monitors;
using Dashboard.Application.Monitors.Status;
using Dashboard.Application.Monitors.Trying;
using Dashboard.Application.Monitors.Versions;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Rules.Breaker;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Lab;
using Dashboard.Application.Rules.Labels;
using Dashboard.Application.Rules.Seeding;
using Dashboard.Application.Rules.Transfer;
using Dashboard.Application.Rules.Versions;
using Dashboard.Application.Simulator;
using Dashboard.Domain.Common;
using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Application;

public static class ApplicationRegistration
{
    /// <summary>
    /// The pipeline, its figures and its feeds. To be called after the store is registered: hosted services stop in reverse order.
    /// </summary>
    public static IServiceCollection AddApplication(this IServiceCollection services, IConfiguration configuration)
    {
#pragma warning disable RS0030 // The registration chooses the clock.
        services.TryAddSingleton(TimeProvider.System);
#pragma warning restore RS0030
        services.AddOptionsOf<ProcessingOptions>(configuration, "Processing")
            .Validate(o => o.MinDelay <= o.MaxDelay, "Processing:MinDelay must not be above Processing:MaxDelay.");
        services.AddOptionsOf<CardNumberOptions>(configuration, "Ingest");
        services.AddOptionsOf<ClusterOptions>(configuration, "Cluster");
        services.AddOptionsOf<FlaggingOptions>(configuration, "Flagging");
        services.AddOptionsOf<LiveOptions>(configuration, "Live");
        services.AddOptionsOf<MetricsOptions>(configuration, "Metrics");
        services.AddOptionsOf<MonitorOptions>(configuration, "Monitors");
        services.AddOptionsOf<RuleOptions>(configuration, "Rules");
        services.AddOptionsOf<SimulatorOptions>(configuration, "Simulator");

        services.AddMediator();
        services.AddSingleton<IValidator<NewTransaction>, NewTransactionValidator>();
        services.AddSingleton<IValidator<ReportOutcome>, ReportOutcomeValidator>();
        services.AddSingleton<IValidator<ListTransactions>, ListTransactionsValidator>();
        services.AddSingleton<IValidator<ListByCreation>, ListByCreationValidator>();
        services.AddSingleton<IValidator<ExportTransactions>, HistoryQueryValidator>();
        services.AddSingleton<IValidator<GetHistogram>, GetHistogramValidator>();
        services.AddSingleton<IValidator<ListAlerts>, ListAlertsValidator>();
        services.AddSingleton<IValidator<ChangeSimulator>, ChangeSimulatorValidator>();
        services.AddSingleton<IValidator<ListAudit>, ListAuditValidator>();
        services.AddSingleton<IValidator<TryRule>, TryRuleValidator>();
        services.AddSingleton<IValidator<ExplainRule>, ExplainRuleValidator>();
        services.AddSingleton<IValidator<ExplainChange>, ExplainChangeValidator>();
        services.AddSingleton<IValidator<CreateRule>, CreateRuleValidator>();
        services.AddSingleton<IValidator<ChangeRule>, ChangeRuleValidator>();
        services.AddSingleton<IValidator<MoveRule>, MoveRuleValidator>();
        services.AddSingleton<IValidator<ApproveRule>, ApproveRuleValidator>();
        services.AddSingleton<IValidator<RestoreRule>, RestoreRuleValidator>();
        services.AddSingleton<IValidator<RollBackRule>, RollBackRuleValidator>();
        services.AddSingleton<IValidator<LabelTransaction>, LabelTransactionValidator>();
        services.AddSingleton<IValidator<VerifyRules>, VerifyRulesValidator>();
        services.AddSingleton<IValidator<ImportRules>, ImportRulesValidator>();
        services.AddSingleton<IValidator<ChangeMonitor>, ChangeMonitorValidator>();
        services.AddSingleton<IValidator<ImportMonitors>, ImportMonitorsValidator>();
        services.AddSingleton<IValidator<TryMonitor>, TryMonitorValidator>();
        services.AddSingleton<MonitorSeeds>();
        services.AddSingleton<RuleEditing>();
        services.AddSingleton<RulePublication>();
        services.AddSingleton<RuleSeeds>();
        services.AddSingleton<RuleFiguresTable>();
        services.AddSingleton<RulesInUse>();
        services.AddSingleton<RuleDecider>();
        services.AddSingleton<RuleActivation>();
        services.AddSingleton<RuleBreaker>();
        services.AddSingleton<IValidator<CreateKey>, CreateKeyValidator>();

        // The node takes a slot for its ids before anything makes one (docs/adr/0035).
        services.AddSingleton(provider => new OrderedIds(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<NodeIdentity>();
        services.AddSingleton<NodeRoles>();
        services.AddSingleton<StoredMode>();
        services.AddSingleton<CardNumberGuard>();
        services.AddSingleton<TransactionIntake>();
        services.AddSingleton<TransactionQueue>();
        services.AddSingleton<TransactionProcessor>();
        services.AddSingleton<EndedTransactions>();
        services.AddSingleton<ICommittedEnds>(provider => provider.GetRequiredService<EndedTransactions>());
        services.AddSingleton<FlowCounters>();
        services.AddSingleton<RecoveryState>();
        services.AddSingleton<RecoveryEntry>();
        services.AddSingleton<OutcomeSink>();
        services.AddSingleton<ConnectedClients>();
        services.AddSingleton<RunIdentity>();
        services.AddSingleton<UncleanEnd>();
        services.AddSingleton<Ticks>();
        services.AddSingleton<AlertDecisions>();
        services.AddSingleton<StatusBoard>();
        services.AddSingleton<OverdueOutcomes>();
        services.AddSingleton<SharedSimulator>();
        services.AddSingleton<SimulatorFeed>();
        services.AddSingleton<RunRecorder>();
        services.AddSingleton<StoreVerification>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AuditVerification>();
        services.AddSingleton<SignIns>();
        services.AddPipelineListeners(typeof(ApplicationRegistration).Assembly);

        // The figures of the last hour are read first: the first tick, which the start-up load composes, has them.
        services.AddHostedService(provider => provider.GetRequiredService<MetricsAggregator>());
        services.AddHostedService<StartupLoad>();
        services.AddHostedService(provider => provider.GetRequiredService<IncidentWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<StatusBoard>());
        services.AddHostedService<ClockWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<SignIns>());
        services.AddHostedService(provider => provider.GetRequiredService<RunRecorder>());
        services.AddHostedService(provider => provider.GetRequiredService<EndedTransactions>());
        services.AddHostedService<TransactionProcessorService>();
        services.AddHostedService<RecoveryFeed>();
        services.AddSingleton<EndsElsewhere>();
        services.AddHostedService<TakeoverFeed>();
        services.AddHostedService<RoleKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<OverdueOutcomes>());
        services.AddHostedService<RuleWatch>();
        services.AddHostedService<RulesElsewhere>();
        services.AddHostedService(provider => provider.GetRequiredService<SimulatorFeed>());
        return services;
    }
}
