using Dashboard.Application.Rules.Breaker;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Application.Alerts;

/// <summary>Looks at the rules each second, and raises one critical alert for each that was taken back to Shadow.</summary>
internal sealed partial class RuleWatch(
    RuleBreaker breaker, AlertBook alerts, IStoreErrors errors, TimeProvider clock, ILogger<RuleWatch> logger) : BackgroundService
{
    public const string Rule = "rule_stopped";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly PeriodicTimer _timer = new(Interval, clock);

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    internal async Task WatchOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var stopped in await breaker.CheckOnceAsync(cancellationToken))
        {
            LogStopped(stopped.Rule, stopped.Version, stopped.Reason);
            await alerts.FireAsync(new AlertSignal(
                Rule, stopped.Rule, AlertSeverity.Critical, Message(stopped), NewestOf(stopped), Times: 1));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await WatchOnceAsync(stoppingToken);
                }
                catch (Exception exception) when (errors.OutageReasonOf(exception) is { } reason)
                {
                    // The next second looks again.
                    LogNotChecked(reason);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program stops.
        }
    }

    private static string Message(StoppedRule stopped)
    {
        var message = $"Version {stopped.Version} of the rule {stopped.Rule} was Live and is in Shadow now. {stopped.Reason} "
            + $"The newest: {string.Join(", ", stopped.Examples.Take(3))}. POST /rules/{stopped.Rule}/restore takes it back.";
        return message.Length <= Alert.MaxMessageLength ? message : message[..Alert.MaxMessageLength];
    }

    private TransactionId NewestOf(StoppedRule stopped) =>
        stopped.Examples.Count > 0 ? stopped.Examples.Max() : TransactionId.FirstAt(clock.GetUtcNow());

    [LoggerMessage(223, LogLevel.Error, "Version {Version} of the rule {Rule} was taken back to Shadow. {Reason}")]
    private partial void LogStopped(string rule, int version, string reason);

    [LoggerMessage(224, LogLevel.Warning, "The rules could not be checked: {Reason}")]
    private partial void LogNotChecked(string reason);
}
