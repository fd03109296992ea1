using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bodies;
using Dashboard.Api.Common.Description;
using Dashboard.Api.Rules;
using Dashboard.Application.Monitors;
using Dashboard.Application.Monitors.Trying;
using Dashboard.Application.Monitors.Versions;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.Monitors;

/// <summary>The calls that keep monitors, and try one over stored payments.</summary>
internal static class MonitorLifeEndpoints
{
    private const int MaxBodyBytes = 1024 * 1024;

    // Ten digits in quotes, perhaps as a weak tag.
    private const int MaxTagLength = 16;

    public static void MapMonitorLife(this IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/monitors").WithTags("Monitors").RequireAuthorization(Policies.See);
        read.MapGet("/", (IMediator mediator, CancellationToken cancellationToken) => mediator.Send(new ListMonitors(), cancellationToken))
            .WithName("ListMonitors").WithSummary("All monitors: what each counts, of which payments, and when it opens an incident")
            .Refuses(Refusals.StoreAway);
        read.MapGet("/export", async (IMediator mediator, CancellationToken cancellationToken) =>
                TypedResults.Text(await mediator.Send(new ExportMonitors(), cancellationToken), "text/plain; charset=utf-8"))
            .WithName("ExportMonitors").WithSummary("All monitors as one text, for review and comparison")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").Refuses(Refusals.StoreAway);
        read.MapGet("/{name}", GetAsync).WithName("GetMonitor").WithSummary("One monitor; its ETag is wanted by the call that changes it")
            .Produces<MonitorDto>().Refuses(Refusals.UnknownMonitor, Refusals.StoreAway);
        read.MapGet("/{name}/versions", VersionsAsync).WithName("ListMonitorVersions")
            .WithSummary("All versions of a monitor, newest first: who changed it, when and why")
            .Refuses(Refusals.UnknownMonitor, Refusals.StoreAway);
        api.MapPost("/monitors/try", TryAsync).WithTags("Monitors").WithName("TryMonitor").RequireAuthorization(Policies.Rules)
            .WithSummary("The incidents that a monitor would have opened over stored payments; changes nothing")
            .Takes<TryBody>().WithTrySlot();

        var write = api.MapGroup("/monitors").WithTags("Monitors").RequireAuthorization(Policies.EditRules);
        write.MapPost("/", CreateAsync).WithName("CreateMonitor").WithSummary("Makes a monitor, which is in use at once")
            .Produces<MonitorDto>(StatusCodes.Status201Created).Takes<NewMonitorBody>().Refuses(Refusals.MonitorExists, Refusals.StoreAway);
        write.MapPut("/{name}", ChangeAsync).WithName("ChangeMonitor")
            .WithSummary("Makes the next version of a monitor, which is in use at once; needs If-Match with the ETag of the monitor")
            .Produces<MonitorDto>().Takes<MonitorBody>()
            .WithHeader(
                HeaderNames.IfMatch, FieldShape.Text(MaxTagLength), "The ETag of the monitor; * for whatever it is now. Without it, 428")
            .Refuses(Refusals.UnknownMonitor, Refusals.MonitorChanged, Refusals.MonitorNotMatched, Refusals.StoreAway);
        write.MapPost("/import", ImportAsync).WithName("ImportMonitors")
            .WithSummary("Makes the monitors of a text that differ; with dryRun it says what it would do")
            .Takes<ImportBody>().Refuses(Refusals.StoreAway);
    }

    private static RouteHandlerBuilder Takes<TBody>(this RouteHandlerBuilder endpoint)
        where TBody : notnull =>
        endpoint.Accepts<TBody>("application/json").RefusesBodies().Refuses(Refusals.Invalid)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBodyBytes));

    private static async Task<IResult> GetAsync(
        HttpContext context, string name, IMediator mediator, CancellationToken cancellationToken) =>
        await mediator.Send(new GetMonitor(name), cancellationToken) is { } monitor
            ? Tagged(context, monitor) : Refusals.UnknownMonitor.With();

    private static async Task<Results<Ok<MonitorVersionList>, RefusalResult>> VersionsAsync(
        string name, IMediator mediator, CancellationToken cancellationToken) =>
        await mediator.Send(new ListMonitorVersions(name), cancellationToken) is { } versions
            ? TypedResults.Ok(versions) : Refusals.UnknownMonitor.With();

    private static async Task<Ok<MonitorTrial>> TryAsync(
        JsonBody<TryBody> body, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(
            new TryMonitor(ContentOf(body.Value), body.Value.From, body.Value.To), cancellationToken));

    private static async Task<IResult> CreateAsync(
        HttpContext context, JsonBody<NewMonitorBody> body, IMediator mediator, CancellationToken cancellationToken)
    {
        var wanted = new ChangeMonitor(
            body.Value.Name ?? "", ContentOf(body.Value), IsNew: true, Seen: null, context.Author(body.Value.By), body.Value.Reason);
        var changed = await mediator.Send(wanted, cancellationToken);
        if (changed.Monitor is not { } made) return Answer(context, changed);
        Tag(context, made);
        return TypedResults.Created($"{context.Request.PathBase}/api/v1/monitors/{made.Name}", made);
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext context, string name, JsonBody<MonitorBody> body, IMediator mediator, CancellationToken cancellationToken)
    {
        var header = context.Request.Headers.IfMatch;
        if (header.Count == 0) return Refusals.MonitorNotMatched.With();
        int? seen = null;
        if (header != "*")
        {
            if (!EntityTagHeaderValue.TryParse(header.ToString(), out var tag)
                || !int.TryParse(tag.Tag.AsSpan().Trim('"'), out var version))
                return Refusals.MonitorChanged.With();
            seen = version;
        }

        var wanted = new ChangeMonitor(
            name, ContentOf(body.Value), IsNew: false, seen, context.Author(body.Value.By), body.Value.Reason);
        return Answer(context, await mediator.Send(wanted, cancellationToken));
    }

    private static async Task<Ok<MonitorImport>> ImportAsync(
        HttpContext context, JsonBody<ImportBody> body, IMediator mediator, CancellationToken cancellationToken) =>
        TypedResults.Ok(await mediator.Send(
            new ImportMonitors(
                body.Value.Text, body.Value.DryRun ?? false, context.Author(body.Value.By), body.Value.Reason), cancellationToken));

    private static IResult Answer(HttpContext context, ChangedMonitor changed) => changed.Verdict switch
    {
        MonitorVerdict.Done => Tagged(context, changed.Monitor!),
        MonitorVerdict.Unknown => Refusals.UnknownMonitor.With(),
        MonitorVerdict.Exists => Refusals.MonitorExists.With(),
        _ => Refusals.MonitorChanged.With(),
    };

    private static Ok<MonitorDto> Tagged(HttpContext context, MonitorDto monitor)
    {
        Tag(context, monitor);
        return TypedResults.Ok(monitor);
    }

    private static void Tag(HttpContext context, MonitorDto monitor) =>
        context.Response.Headers.ETag = FormattableString.Invariant($"\"{monitor.Version}\"");

    private static MonitorContent? ContentOf(IContentBody body)
    {
        if (body.Measure is not { } measure) return null;
        var absent = new MonitorContent { Measure = measure };
        return absent with
        {
            IsOn = body.IsOn ?? true,
            Source = body.Source,
            Currency = body.Currency,
            Limit = body.Limit,
            MinimumRise = body.MinimumRise ?? absent.MinimumRise,
            MinimumPayments = body.MinimumPayments ?? absent.MinimumPayments,
            Certainty = body.Certainty ?? absent.Certainty,
            Quiet = body.QuietSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1_000_000)) : absent.Quiet,
            Description = body.Description,
        };
    }

    /// <summary>What a monitor is made of. Fields that are absent have their defaults.</summary>
    internal interface IContentBody
    {
        Measure? Measure { get; }

        bool? IsOn { get; }

        string? Source { get; }

        string? Currency { get; }

        double? Limit { get; }

        double? MinimumRise { get; }

        int? MinimumPayments { get; }

        double? Certainty { get; }

        double? QuietSeconds { get; }

        string? Description { get; }
    }

    /// <param name="Limit">A share that must not be exceeded; absent to compare with what is usual.</param>
    /// <param name="Reason">Why the monitor is made.</param>
    /// <param name="By">The name of a caller who has not signed in.</param>
    internal sealed record NewMonitorBody(
        string? Name, Measure? Measure, bool? IsOn, string? Source, string? Currency, double? Limit, double? MinimumRise,
        int? MinimumPayments, double? Certainty, double? QuietSeconds, string? Description, string? Reason, string? By) : IContentBody;

    /// <param name="Limit">A share that must not be exceeded; absent to compare with what is usual.</param>
    /// <param name="Reason">Why the monitor is changed.</param>
    /// <param name="By">The name of a caller who has not signed in.</param>
    internal sealed record MonitorBody(
        Measure? Measure, bool? IsOn, string? Source, string? Currency, double? Limit, double? MinimumRise, int? MinimumPayments,
        double? Certainty, double? QuietSeconds, string? Description, string? Reason, string? By) : IContentBody;

    /// <param name="From">Received at this time or later; absent for a day before the end.</param>
    /// <param name="To">Received before this time; absent for now.</param>
    internal sealed record TryBody(
        Measure? Measure, bool? IsOn, string? Source, string? Currency, double? Limit, double? MinimumRise, int? MinimumPayments,
        double? Certainty, double? QuietSeconds, string? Description, DateTimeOffset? From, DateTimeOffset? To) : IContentBody;

    /// <param name="Text">As the export writes it.</param>
    /// <param name="DryRun">Says what it would do, and does nothing.</param>
    /// <param name="Reason">Why; not needed for a dry run.</param>
    /// <param name="By">The name of a caller who has not signed in.</param>
    internal sealed record ImportBody(string? Text, bool? DryRun, string? Reason, string? By);
}
