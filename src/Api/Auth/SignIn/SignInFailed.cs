using System.Text.Encodings.Web;
using Dashboard.Api.Common;
using Dashboard.Application.Audit;

namespace Dashboard.Api.Auth.SignIn;

/// <summary>Answers a sign-in that did not succeed: the provider is away, or what it sent back cannot be trusted.</summary>
internal static partial class SignInFailed
{
    public static async Task AnswerAsync(HttpContext context, Exception? reason)
    {
        var services = context.RequestServices;
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Dashboard.Api.Auth.SignIn");
        var isAway = IsAway(reason);
        if (isAway)
        {
            LogAway(logger, reason!.GetBaseException().Message);
        }
        else
        {
            LogFailed(logger, reason?.Message ?? "no reason");
            // Auth:SignInsPerMinute bounds the entries of an address.
            await services.GetRequiredService<AuditTrail>().NoteAsync(context.Actor(), AuditActions.SignInFailed, "session");
        }

        var refusal = isAway ? Refusals.ProviderAway : Refusals.SignInFailed;
        if (RefusedCallers.OpensPage(context.Request)) await ShowAsync(context, refusal);
        else await refusal.With().ExecuteAsync(context);
    }

    // A person reads this one.
    private static Task ShowAsync(HttpContext context, Refusal refusal)
    {
        refusal.Begin(context);
        context.Response.ContentType = "text/html; charset=utf-8";
        var (title, detail) = (HtmlEncoder.Default.Encode(refusal.Title), HtmlEncoder.Default.Encode(refusal.Detail ?? ""));
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not signed in · Dashboard</title></head>
            <body><main><h1>{title}</h1><p>{detail}</p><p><a href="{context.Request.PathBase}/">Sign in</a></p></main></body>
            </html>
            """,
            context.RequestAborted);
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
