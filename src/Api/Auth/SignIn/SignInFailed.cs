using Dashboard.Api.Common;

namespace Dashboard.Api.Auth.SignIn;

/// <summary>Answers a sign-in that did not succeed: the provider is away, or what it sent back cannot be trusted.</summary>
internal static partial class SignInFailed
{
    public static Task AnswerAsync(HttpContext context, Exception? reason)
    {
        var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Dashboard.Api.Auth.SignIn");
        var isAway = IsAway(reason);
        if (isAway) LogAway(logger, reason!.GetBaseException().Message);
        else LogFailed(logger, reason?.Message ?? "no reason");
        return (isAway ? Refusals.ProviderAway : Refusals.SignInFailed).With().ExecuteAsync(context);
    }

    /// <summary>True when the provider did not answer.</summary>
    public static bool IsAway(Exception? reason) =>
        reason is HttpRequestException or TaskCanceledException or IOException
        // IDX20803 and IDX20804: its configuration cannot be read.
        || reason is InvalidOperationException { Message: var message } && message.StartsWith("IDX2080", StringComparison.Ordinal)
        || (reason?.InnerException is { } inner && IsAway(inner));

    [LoggerMessage(751, LogLevel.Error, "Nobody can sign in, the identity provider does not answer: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(752, LogLevel.Warning, "A sign-in failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
