using Dashboard.Application.Alerts;
using Dashboard.Application.Books;
using Dashboard.Application.Common;
using Dashboard.Application.Flagging;
using Dashboard.Application.History;
using Dashboard.Application.Ingest;
using Dashboard.Application.Live;
using Dashboard.Application.Metrics;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Simulator;
using Dashboard.Application.Storage;
using Dashboard.Domain.Transactions;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dashboard.Application;

public static class ApplicationRegistration
{
    /// <summary>The pipeline, its figures and its feeds. To be called after the store is registered: hosted services stop in reverse order.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services, IConfiguration configuration)
    {
#pragma warning disable RS0030 // The registration chooses the clock.
        services.TryAddSingleton(TimeProvider.System);
#pragma warning restore RS0030
        services.AddOptionsOf<ProcessingOptions>(configuration, "Processing")
            .Validate(o => o.MinDelay <= o.MaxDelay, "Processing:MinDelay must not be above Processing:MaxDelay.");
        services.AddOptionsOf<FlaggingOptions>(configuration, "Flagging");
        services.AddOptionsOf<LiveOptions>(configuration, "Live");
        services.AddOptionsOf<MetricsOptions>(configuration, "Metrics");
        services.AddOptionsOf<SimulatorOptions>(configuration, "Simulator");

        services.AddMediator();
        services.AddSingleton<IValidator<NewTransaction>, NewTransactionValidator>();
        services.AddSingleton<IValidator<ReportOutcome>, ReportOutcomeValidator>();
        services.AddSingleton<IValidator<ListTransactions>, ListTransactionsValidator>();
        services.AddSingleton<IValidator<ExportTransactions>, HistoryQueryValidator>();
        services.AddSingleton<IValidator<GetHistogram>, GetHistogramValidator>();
        services.AddSingleton<IValidator<ListAlerts>, ListAlertsValidator>();
        services.AddSingleton<IValidator<ChangeSimulator>, ChangeSimulatorValidator>();

        services.AddSingleton<TransactionIds>();
        services.AddSingleton<TransactionIntake>();
        services.AddSingleton<FlaggingRules>();
        services.AddSingleton<TransactionQueue>();
        services.AddSingleton<TransactionProcessor>();
        services.AddSingleton<FlowCounters>();
        services.AddSingleton<RecoveryState>();
        services.AddSingleton<RecoveryEntry>();
        services.AddSingleton<OutcomeSink>();
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<ConnectedClients>();
        services.AddSingleton<PipelineState>();
        services.AddSingleton<MetricsAggregator>();
        services.AddSingleton<AlertBook>();
        services.AddSingleton<AlertDecisions>();
        services.AddSingleton<OverdueOutcomes>();
        services.AddSingleton<SimulatorFeed>();
        services.AddSingleton<StoreChanges>();
        services.AddSingleton<RunRecorder>();
        services.AddSingleton<StoreVerification>();
        services.AddPipelineEvents();

        services.AddHostedService<StartupLoad>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricsAggregator>());
        services.AddHostedService(provider => provider.GetRequiredService<RunRecorder>());
        services.AddHostedService<TransactionProcessorService>();
        services.AddHostedService<RecoveryFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<OverdueOutcomes>());
        services.AddHostedService(provider => provider.GetRequiredService<SimulatorFeed>());
        return services;
    }

    /// <summary>Binds a section and checks it at start: a value out of range stops the start with its name.</summary>
    public static OptionsBuilder<T> AddOptionsOf<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class =>
        services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();

    // Handlers run one after the other in this order: stored, counted, then shown, so that nothing is shown which the figures do not know.
    private static void AddPipelineEvents(this IServiceCollection services)
    {
        services.AddHandler<TransactionAccepted, LiveFeed>();

        // The other way round: what is Processing in the store has been shown, so that a reported outcome can only come after it.
        services.AddHandler<TransactionStarted, LiveFeed>();
        services.AddHandler<TransactionStarted, StoreChanges>();

        services.AddHandler<TransactionCompleted, StoreChanges>();
        services.AddHandler<TransactionCompleted, MetricsAggregator>();
        services.AddHandler<TransactionCompleted, LiveFeed>();
        services.AddHandler<TransactionCompleted, AlertBook>();
    }

    private static void AddHandler<TEvent, THandler>(this IServiceCollection services)
        where TEvent : INotification
        where THandler : class, INotificationHandler<TEvent> =>
        services.AddSingleton<INotificationHandler<TEvent>>(provider => provider.GetRequiredService<THandler>());
}
