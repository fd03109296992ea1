using Dashboard.Application.Alerts;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using Dashboard.Domain.Rules;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Monitors.Versions;

/// <summary>Gives a store without monitors the four with which a program begins.</summary>
public sealed partial class MonitorSeeds(
    IMonitorStore store, TimeProvider clock, IOptions<MonitorOptions> options, ILogger<MonitorSeeds> logger)
{
    // A source is silent when so many payments would have come.
    private const int ExpectedPayments = 15;

    private const string Reason = "The program made it from the settings Monitors:* for a store without monitors.";

    public static IReadOnlyList<MonitorVersion> Of(MonitorOptions options, DateTimeOffset now) =>
    [
        Version(IncidentRules.FailureRate, Measure.FailureRate, options, now, "Payments that failed, of those that ended."),
        Version(IncidentRules.FlaggedShare, Measure.FlaggedShare, options, now, "Payments that a rule flagged, of those that ended."),
        Version(IncidentRules.SlowPayments, Measure.SlowShare, options, now, "Payments slower than most before, of those that ended."),
        Version(IncidentRules.SilentSource, Measure.Silence, options, now, "A source of which no payment ends any more."),
    ];

    /// <summary>Called before anything is judged. Gives the monitors of the store.</summary>
    public async Task<IReadOnlyList<MonitorVersion>> SeedAsync(CancellationToken cancellationToken)
    {
        if (await store.AllAsync(cancellationToken) is { Count: > 0 } stored) return stored;
        if (await store.SaveAsync(Of(options.Value, clock.GetUtcNow().WholeMicroseconds()), entry: null, cancellationToken)) LogSeeded();
        return await store.AllAsync(cancellationToken);
    }

    private static MonitorVersion Version(string name, Measure measure, MonitorOptions options, DateTimeOffset now, string description) =>
        new(name, 1, new MonitorContent
        {
            Measure = measure,
            MinimumRise = options.MinimumRise,
            MinimumPayments = measure == Measure.Silence ? ExpectedPayments : options.MinimumPayments,
            Certainty = options.Certainty,
            Quiet = options.Quiet,
            Description = description,
        }, RuleAuthor.Of(Actor.System), Reason, now);

    [LoggerMessage(325, LogLevel.Information, "The store had no monitors. Four were made from the settings Monitors:*")]
    private partial void LogSeeded();
}
