using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Dashboard.Api.Alerts;
using Dashboard.Api.Audit;
using Dashboard.Api.Auth;
using Dashboard.Api.Books;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bodies;
using Dashboard.Api.Common.Bounds;
using Dashboard.Api.Common.Description;
using Dashboard.Api.Health;
using Dashboard.Api.History;
using Dashboard.Api.Ingest;
using Dashboard.Api.Ingest.Streams;
using Dashboard.Api.Live;
using Dashboard.Api.Live.Bounds;
using Dashboard.Api.Metrics;
using Dashboard.Api.Monitors;
using Dashboard.Api.Profiles;
using Dashboard.Api.Replay;
using Dashboard.Api.Rules;
using Dashboard.Api.Simulator;
using Dashboard.Api.Web;
using Dashboard.Application.Common;
using Dashboard.Application.Live;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Scalar.AspNetCore;

namespace Dashboard.Api;

internal static class ApiRegistration
{
    internal const string DefaultAddress = "http://localhost:5080";

    /// <summary>The address on which a program without any address setting listens.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        var configured = builder.Configuration["urls"] ?? builder.Configuration["http_ports"] ?? builder.Configuration["https_ports"];
        if (string.IsNullOrEmpty(configured)) builder.WebHost.UseUrls(DefaultAddress);
    }

    /// <summary>The hub, the broadcaster, the endpoints and their wire format.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(9));
        // In every environment, so that an unreadable body is answered from the table of refusals.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options =>
        {
            UseWireFormat(options.SerializerOptions);
            options.SerializerOptions.TypeInfoResolver =
                (options.SerializerOptions.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(ExportedFields.Ignore);
        });
        services.AddBodyEncodings();
        services.AddSignalR(options =>
        {
            options.MaximumReceiveMessageSize = 64 * 1024;
            options.EnableDetailedErrors = environment.IsDevelopment();
            options.KeepAliveInterval = TimeSpan.FromSeconds(15);
            options.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
        }).AddJsonProtocol(options => UseWireFormat(options.PayloadSerializerOptions)).AddMessagePackProtocol();
        services.AddOptions<MessagePackHubProtocolOptions>().Configure<IOptions<JsonHubProtocolOptions>>(
            (packed, json) => JsonShape.Configure(packed, json.Value.PayloadSerializerOptions));
        services.AddSingleton<HubConnections>();
        services.AddSingleton<HubLifetimeManager<DashboardHub>>(provider => provider.GetRequiredService<HubConnections>());
        services.AddSingleton<Negotiations>();
        services.AddSingleton<ResumeAnswers>();
        services.AddOptions<ConnectionOptions>().Configure<IOptions<LiveOptions>>(
            (connections, live) => connections.DisconnectTimeout = live.Value.NegotiationTimeout);
        services.AddSingleton<TickLog>();
        services.AddSingleton<Viewers>();
        services.AddSingleton<DashboardBroadcaster>();
        services.AddHostedService(provider => provider.GetRequiredService<DashboardBroadcaster>());
        services.AddHealthChecks().AddCheck<TickHealth>("ticks", tags: ["ready"]);

        services.AddOptionsOf<IngestOptions>(configuration, "Ingest");
        services.AddSingleton<ItemReader>();
        services.AddSingleton<IngestGate>();
        services.AddSingleton<BatchBodies>();
        services.AddSingleton<StreamIngest>();
        services.AddSingleton<StreamSlots>();
        services.AddOptionsOf<ServerOptions>(configuration, "Server");
        services.AddSingleton<IPostConfigureOptions<ServerOptions>, DescriptorLimit>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, ServerLimits>();
        services.AddSingleton<IConnectionListenerFactory, BoundedListeners>();
        services.AddSingleton<RefusedConnections>();
        services.AddSingleton<StoredDecisions>();
        services.AddSingleton<RefusalCounts>();
        services.AddHostedService<HeapTrim>();
        services.AddSingleton<ReadSlots>();
        services.AddSingleton<ExportSlots>();
        services.AddSingleton<TrySlots>();
        services.AddSingleton<ReplayUploads>();
        services.AddSingleton<SlowExports>();
        services.AddExportCompression();
        services.AddSingleton<DashboardMeter>();
        services.AddSingleton<PrometheusExposition>();
        services.AddHealthChecks().AddCheck<ClockHealth>("clock", tags: ["ready"]);
        services.AddProblemDetails(RefusalHandler.Configure);
        services.AddExceptionHandler<RefusalHandler>();
        services.AddOpenApi("v1", options => ApiDescription.Configure(
            options,
            [
                .. IngestShapes.All, .. HistoryShapes.All, .. AlertShapes.All, .. MetricsShapes.All, .. MonitorShapes.All,
                .. RuleShapes.All, .. ProfileShapes.All,
                SimulatorEndpoints.Body, KeyEndpoints.Body,
            ]));
        services.AddAuth(configuration);
        services.AddWeb(configuration);
        return services;
    }

    public static void MapApi(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseWeb();
        app.UseApiHeaders();
        app.UseAuth();
        app.UseBodyEncodings();
        app.UseExportCompression();
        app.MapDashboardHub();
        // After the hub: the callback that is registered last runs first, while the connections are still open.
        app.Lifetime.ApplicationStopping.Register(app.Services.GetRequiredService<HubConnections>().AnnounceShutdown);

        var api = app.MapGroup("/api/v1").MaskAnswers();
        api.MapIngest();
        api.MapTransactions();
        api.MapMetrics();
        api.MapAlerts();
        api.MapMonitors();
        api.MapProfiles();
        api.MapMonitorLife();
        api.MapBooks();
        api.MapSimulator();
        api.MapReplays();
        api.MapRules();
        api.MapRuleLife();
        api.MapRuleTransfer();
        api.MapLabels();
        api.MapKeys();
        api.MapAudit();
        app.MapSession();
        // From the first connection on.
        app.Services.GetRequiredService<RefusedConnections>();
        // Its instruments are there before anything asks for them.
        app.Services.GetRequiredService<DashboardMeter>();
        app.MapPrometheus();
        app.MapHealth();
        app.MapOpenApi().RequireAuthorization(Policies.SignedIn);
        app.MapScalarApiReference("/docs", options => options.WithTitle("Dashboard API").DisableDefaultFonts().WithNonce())
            .ForCallers(Policies.SignedIn);
        app.MapWeb();
    }

    private static void UseWireFormat(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.Converters.Add(new NameConverterFactory());
        options.Converters.Add(new UtcTimeConverter());
        options.Converters.Add(new ExactDecimalConverter());
    }
}
