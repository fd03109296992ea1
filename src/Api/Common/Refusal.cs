using System.Globalization;
using Dashboard.Api.Common.Bounds;
using Dashboard.Application.Common;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Api.Common;

/// <summary>One row of the table <see cref="Refusals"/>.</summary>
/// <param name="Title">What is wrong; a sentence.</param>
/// <param name="Detail">What the caller can do; null when nothing more can be said.</param>
/// <param name="RetryAfterSeconds">When the same call may succeed; null when it never will.</param>
internal sealed record Refusal(int Status, string Title, string? Detail = null, int? RetryAfterSeconds = null)
{
    /// <summary>The answer, with further members of the problem such as <c>errors</c>.</summary>
    public RefusalResult With(params IEnumerable<(string Name, object? Value)> members) => new(this, members);

    /// <summary>Counts the refusal, and sets the status and the time to wait of its answer.</summary>
    public void Begin(HttpContext context)
    {
        context.RequestServices.GetRequiredService<RefusalCounts>().Add(this);
        context.Response.StatusCode = Status;
        if (RetryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>For code that can only throw; the <see cref="RefusalHandler"/> answers with the status and the title.</summary>
    public BadHttpRequestException ToException() => new(Title, Status);
}

/// <summary>An answer of RFC 9457 problem details.</summary>
internal sealed class RefusalResult(Refusal refusal, IEnumerable<(string Name, object? Value)> members) : IResult
{
    /// <summary>The same with masked account numbers.</summary>
    public RefusalResult Masked() => new(refusal, members.Select(m => (m.Name, m.Value is IMaskable named ? named.Masked() : m.Value)));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        refusal.Begin(httpContext);
        var problem = new ProblemDetails { Status = refusal.Status, Title = refusal.Title, Detail = refusal.Detail };
        foreach (var (name, value) in members) problem.Extensions[name] = value;
        return TypedResults.Problem(problem).ExecuteAsync(httpContext);
    }
}
