using System.Threading.RateLimiting;
using Dashboard.Api.Common;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Auth.SignIn;

/// <summary>How often a caller may call: each key, person or network address has limits of its own.</summary>
internal static class CallLimits
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    // A monitor behind the address of a busy caller gets its answer all the same.
    private const int HealthPerSecond = 1_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static void AddCallLimits(this IServiceCollection services)
    {
        services.AddSingleton<FailedSignIns>();
        services.AddRateLimiter(limits => limits.OnRejected = (context, _) => new ValueTask(
            (IsSignIn(context.HttpContext.Request) ? Refusals.TooManySignIns : Refusals.TooManyCalls).With()
                .ExecuteAsync(context.HttpContext)));
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<AuthOptions>>(
            (limits, auth) => limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                context => PartitionOf(context, auth.Value)));
    }

    private static RateLimitPartition<string> PartitionOf(HttpContext context, AuthOptions auth)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (context.Request.Path.StartsWithSegments("/health"))
        {
            return RateLimitPartition.GetFixedWindowLimiter(
                "health " + address, _ => new() { PermitLimit = HealthPerSecond, Window = Second });
        }

        if (IsSignIn(context.Request))
        {
            return RateLimitPartition.GetFixedWindowLimiter(
                $"{context.Request.Path.Value!.ToLowerInvariant()} {address}",
                _ => new() { PermitLimit = auth.SignInsPerMinute, Window = Minute });
        }

        var caller = context.Actor();
        return RateLimitPartition.GetTokenBucketLimiter(
            caller.Kind == Domain.Auth.ActorKind.Anonymous ? address : $"{caller.Kind} {caller.Id}",
            _ => new()
            {
                TokenLimit = (int)Math.Min(int.MaxValue, 2L * auth.CallsPerSecond),
                TokensPerPeriod = auth.CallsPerSecond,
                ReplenishmentPeriod = Second,
            });
    }

    // The beginning, and what comes back from the provider; each has the limit for itself. Ending a session is no sign-in.
    private static bool IsSignIn(HttpRequest request) => request.Path.Equals("/auth/sign-in") || request.Path.Equals("/auth/callback");
}

/// <summary>Counts the wrong keys and tokens of each address. Above the limit, wrong keys get 429, and tokens are not looked at.</summary>
internal sealed class FailedSignIns(IOptions<AuthOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _failures = PartitionedRateLimiter.Create<string, string>(
        address => RateLimitPartition.GetSlidingWindowLimiter(
            address,
            _ => new() { PermitLimit = options.Value.FailuresPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));

    public bool AreTooMany(HttpContext context) =>
        _failures.GetStatistics(AddressOf(context)) is { CurrentAvailablePermits: <= 0 };

    /// <summary>Counts one; false when there are too many.</summary>
    public bool TryAdd(HttpContext context)
    {
        using var lease = _failures.AttemptAcquire(AddressOf(context));
        return lease.IsAcquired;
    }

    public void Dispose() => _failures.Dispose();

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}
