using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Infrastructure.Replay;

/// <summary>How the replay of this run stands, for the health check and the exit code. Safe for any number of threads.</summary>
public sealed class ReplayStatus : IHealthCheck
{
    public const int FailedExitCode = 4;

    public const int RejectedExitCode = 5;

    private volatile Ended? _ended;

    /// <summary>What the program returns at its end: 0, or why the replay was not complete.</summary>
    public int ExitCode => _ended switch
    {
        { Failure: not null } => FailedExitCode,
        { Rejected: > 0 } => RejectedExitCode,
        _ => 0,
    };

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_ended switch
        {
            { Failure: { } failure } => HealthCheckResult.Degraded("The replay failed: " + failure),
            { Rejected: > 0 and var rejected } => HealthCheckResult.Healthy($"The replay is finished; {rejected} rows were rejected."),
            { } => HealthCheckResult.Healthy("The replay is finished."),
            null => HealthCheckResult.Healthy("The replay is running."),
        });

    internal void Finish(long rejected) => _ended = new Ended(Failure: null, rejected);

    internal void Fail(string message) => _ended = new Ended(message, Rejected: 0);

    private sealed record Ended(string? Failure, long Rejected);
}
