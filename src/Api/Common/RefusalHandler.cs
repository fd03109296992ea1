using Dashboard.Api.Common.Bodies;
using Dashboard.Application.Storage;
using FluentValidation;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;

namespace Dashboard.Api.Common;

/// <summary>Answers a call that ended with an exception: each kind of exception is a row of the table <see cref="Refusals"/>.</summary>
internal sealed partial class RefusalHandler(IStoreErrors store, ILogger<RefusalHandler> logger) : IExceptionHandler
{
    public static void Configure(ProblemDetailsOptions options) => options.CustomizeProblemDetails = context =>
    {
        context.ProblemDetails.Instance = context.HttpContext.Request.Path;
        // The framework's trace id is of no use to a caller; the log has the path and the time.
        context.ProblemDetails.Extensions.Remove("traceId");
    };

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (IsCallerGone(exception, httpContext))
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var refusal = exception switch
        {
            ValidationException invalid => Refusals.InvalidFields(invalid.Errors
                .GroupBy(e => e.PropertyName).ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).ToArray())),
            UnreadableBodyException body => Refusals.InvalidFields(body.Errors.ToDictionary(e => e.Key, e => new[] { e.Value })),
            InvalidDataException => Refusals.InvalidFields(new Dictionary<string, string[]> { ["body"] = ["cannot be inflated"] }),
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad => Refusals.InvalidFields(
                new Dictionary<string, string[]> { ["body"] = [bad.Message] }),
            BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => Refusals.BodyTooSlow.With(),
            // The server's own refusals bring their own words.
            BadHttpRequestException bad => new Refusal(bad.StatusCode, bad.Message).With(),
            _ when store.IsOutOfMemory(exception) => OutOfMemory(httpContext),
            _ when store.OutageReasonOf(exception) is { } reason => StoreAway(httpContext, reason),
            _ => Unexpected(httpContext, exception),
        };
        await refusal.ExecuteAsync(httpContext);
        return true;
    }

    // A read of the body may notice it a moment before the call is marked as aborted.
    private static bool IsCallerGone(Exception exception, HttpContext context) =>
        exception is ConnectionAbortedException or ConnectionResetException
        || (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested);

    // The provider's message may name files and servers: it is for the log and not for the caller.
    private RefusalResult StoreAway(HttpContext context, string reason)
    {
        LogStoreAway(context.Request.Method, context.PlaceOf(), reason);
        return Refusals.StoreAway.With();
    }

    private RefusalResult OutOfMemory(HttpContext context)
    {
        LogOutOfMemory(context.Request.Method, context.PlaceOf());
        return Refusals.OutOfMemory.With();
    }

    private RefusalResult Unexpected(HttpContext context, Exception exception)
    {
        LogUnexpected(exception, context.Request.Method, context.PlaceOf());
        return Refusals.Unexpected.With();
    }

    [LoggerMessage(703, LogLevel.Error, "{Method} {Path} was answered 503: the program is out of memory")]
    private partial void LogOutOfMemory(string method, string path);

    [LoggerMessage(702, LogLevel.Warning, "{Method} {Path} was answered 503, the store is away: {Reason}")]
    private partial void LogStoreAway(string method, string path, string reason);

    [LoggerMessage(701, LogLevel.Error, "{Method} {Path} failed unexpectedly")]
    private partial void LogUnexpected(Exception exception, string method, string path);
}
