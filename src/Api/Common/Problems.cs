using System.Text.Json;
using Dashboard.Application.Storage;
using FluentValidation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Api.Common;

/// <summary>What is answered when a request cannot be: RFC 9457 problem details, with a field-by-field <c>errors</c> object for bad input.</summary>
internal static class Problems
{
    public static void Configure(ProblemDetailsOptions options) => options.CustomizeProblemDetails = context =>
    {
        context.ProblemDetails.Instance = context.HttpContext.Request.Path;
        // The trace id of the framework says nothing to a client and leaks nothing useful; the log has the path and the time.
        context.ProblemDetails.Extensions.Remove("traceId");
    };

    public static HttpValidationProblemDetails Invalid(IDictionary<string, string[]> errors) =>
        new(errors) { Status = StatusCodes.Status400BadRequest, Title = "The request is not valid." };
}

/// <summary>The one table from exceptions to problem details.</summary>
internal sealed partial class ProblemHandler(IProblemDetailsService problems, IStoreErrors store, ILogger<ProblemHandler> logger) : IExceptionHandler
{
    private const string RetryAfterSecondsAway = "5";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException or IOException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = exception switch
        {
            ValidationException invalid => Problems.Invalid(invalid.Errors
                .GroupBy(e => e.PropertyName).ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).ToArray())),
            BadHttpRequestException { InnerException: JsonException json } => Problems.Invalid(Field(json)),
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad => Problems.Invalid(Field(bad)),
            BadHttpRequestException bad => new ProblemDetails { Status = bad.StatusCode, Title = bad.Message },
            _ when store.OutageReasonOf(exception) is { } reason => Away(httpContext, reason),
            _ => null,
        };
        if (problem is null)
        {
            LogUnexpected(exception, httpContext.Request.Method, httpContext.Request.Path);
            problem = new ProblemDetails { Status = StatusCodes.Status500InternalServerError, Title = "An unexpected error occurred." };
        }

        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    // What the provider says may name files and servers: it is for the log and not for the caller.
    private ProblemDetails Away(HttpContext context, string reason)
    {
        LogStoreAway(context.Request.Method, context.Request.Path, reason);
        context.Response.Headers.RetryAfter = RetryAfterSecondsAway;
        return new ProblemDetails { Status = StatusCodes.Status503ServiceUnavailable, Title = "The store is away at the moment. Ask again later." };
    }

    private static Dictionary<string, string[]> Field(BadHttpRequestException exception) => new() { ["body"] = [exception.Message] };

    private static Dictionary<string, string[]> Field(JsonException exception)
    {
        var field = exception.Path is null or "$" ? "body" : exception.Path.TrimStart('$', '.');
        var message = exception.LineNumber is { } line
            ? $"is not valid JSON or not of the expected type (line {line + 1}, byte {exception.BytePositionInLine})"
            : "is unknown or not of the expected type";
        return new() { [field] = [message] };
    }

    [LoggerMessage(702, LogLevel.Warning, "{Method} {Path} was answered 503, the store is away: {Reason}")]
    private partial void LogStoreAway(string method, string path, string reason);

    [LoggerMessage(701, LogLevel.Error, "{Method} {Path} failed unexpectedly")]
    private partial void LogUnexpected(Exception exception, string method, string path);
}
