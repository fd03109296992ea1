using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bodies;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Versions;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Rules;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.Rules;

/// <summary>The calls that keep rules: their versions, their states and their history.</summary>
internal static class RuleLifeEndpoints
{
    private const int MaxBodyBytes = 128 * 1024;

    // Ten digits in quotes, perhaps as a weak tag.
    private const int MaxTagLength = 16;

    public static void MapRuleLife(this IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/rules").WithTags("Rules").RequireAuthorization(Policies.See);
        read.MapGet("/", (IMediator mediator, CancellationToken cancellationToken) => mediator.Send(new ListRules(), cancellationToken))
            .WithName("ListRules").WithSummary("All rules, each with its newest version and the versions that decide on payments")
            .Refuses(Refusals.StoreAway);
        read.MapGet("/{name}", GetAsync).WithName("GetRule").WithSummary("One rule; its ETag is wanted by the calls that change it")
            .Produces<RuleDto>().Refuses(Refusals.UnknownRule, Refusals.StoreAway);
        read.MapGet("/{name}/versions", (string name, IMediator mediator, CancellationToken cancellationToken) =>
                FoundAsync(mediator.Send(new ListRuleVersions(name), cancellationToken)))
            .WithName("ListRuleVersions").WithSummary("All versions of a rule, newest first")
            .Refuses(Refusals.UnknownRule, Refusals.StoreAway);
        read.MapGet("/{name}/versions/{version:int}", (string name, int version, IMediator mediator, CancellationToken cancellationToken) =>
                FoundAsync(mediator.Send(new GetRuleVersion(name, version), cancellationToken)))
            .WithName("GetRuleVersion").WithSummary("One version of a rule").Refuses(Refusals.UnknownRule, Refusals.StoreAway);
        read.MapGet("/{name}/versions/{version:int}/diff/{other:int}",
                (string name, int version, int other, IMediator mediator, CancellationToken cancellationToken) =>
                    FoundAsync(mediator.Send(new CompareRuleVersions(name, version, other), cancellationToken)))
            .WithName("CompareRuleVersions").WithSummary("The difference between two versions, word by word")
            .Refuses(Refusals.UnknownRule, Refusals.StoreAway);
        read.MapGet("/{name}/history", (string name, IMediator mediator, CancellationToken cancellationToken) =>
                FoundAsync(mediator.Send(new GetRuleHistory(name), cancellationToken)))
            .WithName("GetRuleHistory").WithSummary("Who changed a rule, when and why, newest first")
            .Refuses(Refusals.UnknownRule, Refusals.StoreAway);

        var write = api.MapGroup("/rules").WithTags("Rules").RequireAuthorization(Policies.EditRules);
        write.MapPost("/", CreateAsync).WithName("CreateRule").WithSummary("Makes a rule; its first version is a draft")
            .Produces<RuleDto>(StatusCodes.Status201Created).TakesRule<NewRuleBody>().Refuses(Refusals.RuleExists);
        write.MapPut("/{name}", ChangeAsync).WithName("ChangeRule")
            .WithSummary("Makes the next version of a rule, as a draft; needs If-Match with the ETag of the rule")
            .Produces<RuleDto>().TakesRule<RuleBody>().WithIfMatch("The ETag of the rule; * for whatever it is now. Without it, 428")
            .Refuses(Refusals.UnknownRule, Refusals.RuleChanged, Refusals.RuleNotMatched);
        write.MapChange<StateBody>(
            "/state", "MoveRule", "Moves a version to Shadow, Rollout, Live or Retired",
            (body, name, by, revision) => new MoveRule(
                name, body.State, body.Version, body.Percent, body.ExpectedShare, by, body.Reason, revision));
        write.MapChange<VersionBody>(
            "/approve", "ApproveRule", "The word of a second person for a version",
            (body, name, by, revision) => new ApproveRule(name, body.Version, by, body.Reason, revision));
        write.MapChange<ReasonBody>(
            "/restore", "RestoreRule", "Moves the version that the program took back to Shadow to Live again",
            (body, name, by, revision) => new RestoreRule(name, by, body.Reason, revision));
        write.MapChange<VersionBody>(
            "/rollback", "RollBackRule", "Makes a draft that says what an earlier version says",
            (body, name, by, revision) => new RollBackRule(name, body.Version, by, body.Reason, revision));
    }

    /// <summary>The caller. A caller without a sign-in may give a name, which is kept as one that nobody vouches for.</summary>
    public static Actor Author(this HttpContext context, string? by)
    {
        var actor = context.Actor();
        return actor.Kind == ActorKind.Anonymous && Application.Common.TextRules.TryRead(by, Actor.MaxNameLength, out var name)
            ? actor with { Name = name }
            : actor;
    }

    private static RouteHandlerBuilder TakesRule<TBody>(this RouteHandlerBuilder endpoint)
        where TBody : notnull =>
        endpoint.Accepts<TBody>("application/json").RefusesBodies()
            .Refuses(Refusals.Invalid, Refusals.InvalidRule, Refusals.StoreAway)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBodyBytes));

    private static RouteHandlerBuilder WithIfMatch(this RouteHandlerBuilder endpoint, string description) =>
        endpoint.WithHeader(HeaderNames.IfMatch, FieldShape.Text(MaxTagLength), description);

    private static void MapChange<TBody>(
        this IEndpointRouteBuilder group, string call, string name, string summary,
        Func<TBody, string, Actor, int?, IRequest<EditedRule>> request)
        where TBody : class, IReasonBody =>
        group.MapPost("/{name}" + call, async (
                HttpContext context, string name, JsonBody<TBody> body, IMediator mediator, CancellationToken cancellationToken) =>
            RevisionOf(context) is var (revision, isWrong) && isWrong
                ? Refusals.RuleChanged.With()
                : Answer(context, await mediator.Send(
                    request(body.Value, name, context.Author(body.Value.By), revision), cancellationToken)))
            .WithName(name).WithSummary(summary).Produces<RuleDto>().TakesRule<TBody>()
            .WithIfMatch("The ETag of the rule, when the call must not meet another state of it")
            .Refuses(Refusals.UnknownRule, Refusals.RuleChanged, Refusals.RuleStepRefused);

    private static async Task<IResult> GetAsync(
        HttpContext context, string name, IMediator mediator, CancellationToken cancellationToken) =>
        await mediator.Send(new GetRule(name), cancellationToken) is { } rule ? Tagged(context, rule) : Refusals.UnknownRule.With();

    private static async Task<IResult> CreateAsync(
        HttpContext context, JsonBody<NewRuleBody> body, IMediator mediator, CancellationToken cancellationToken)
    {
        var rule = body.Value;
        var wanted = new CreateRule(
            rule.Name ?? "", rule.Expression, rule.Description, rule.Severity, context.Author(rule.By), rule.Reason);
        var edited = await mediator.Send(wanted, cancellationToken);
        if (edited.Verdict != RuleVerdict.Done) return Answer(context, edited);
        Tag(context, edited.Rule!);
        return TypedResults.Created($"{context.Request.PathBase}/api/v1/rules/{edited.Rule!.Name}", edited.Rule);
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext context, string name, JsonBody<RuleBody> body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (context.Request.Headers.IfMatch.Count == 0) return Refusals.RuleNotMatched.With();
        var (revision, isWrong) = RevisionOf(context);
        if (isWrong) return Refusals.RuleChanged.With();
        var rule = body.Value;
        var wanted = new ChangeRule(
            name, rule.Expression, rule.Description, rule.Severity, context.Author(rule.By), rule.Reason, revision);
        return Answer(context, await mediator.Send(wanted, cancellationToken));
    }

    // If-Match: * matches any revision of a rule that exists.
    private static (int? Revision, bool IsWrong) RevisionOf(HttpContext context)
    {
        var header = context.Request.Headers.IfMatch;
        if (header.Count == 0 || header == "*") return (null, false);
        return EntityTagHeaderValue.TryParse(header.ToString(), out var tag) && int.TryParse(tag.Tag.AsSpan().Trim('"'), out var revision)
            ? (revision, false)
            : (null, true);
    }

    private static IResult Answer(HttpContext context, EditedRule edited) => edited.Verdict switch
    {
        RuleVerdict.Done => Tagged(context, edited.Rule!),
        RuleVerdict.Unknown => Refusals.UnknownRule.With(),
        RuleVerdict.Exists => Refusals.RuleExists.With(),
        RuleVerdict.Stale => Refusals.RuleChanged.With(),
        RuleVerdict.Unreadable => Refusals.InvalidRule.With(
            ("errors", new Dictionary<string, IReadOnlyList<RuleError>> { ["expression"] = edited.Errors })),
        _ => Refusals.RuleStepRefused.With(("errors", new Dictionary<string, string[]> { ["state"] = [edited.Reason!] })),
    };

    private static Ok<RuleDto> Tagged(HttpContext context, RuleDto rule)
    {
        Tag(context, rule);
        return TypedResults.Ok(rule);
    }

    private static void Tag(HttpContext context, RuleDto rule) =>
        context.Response.Headers.ETag = FormattableString.Invariant($"\"{rule.Revision}\"");

    private static async Task<Results<Ok<T>, RefusalResult>> FoundAsync<T>(Task<T?> finding)
        where T : class =>
        await finding is { } found ? TypedResults.Ok(found) : Refusals.UnknownRule.With();

    /// <summary>The body of a call that changes a rule.</summary>
    internal interface IReasonBody
    {
        string? Reason { get; }

        string? By { get; }
    }

    /// <param name="Reason">Why the rule is made.</param>
    /// <param name="By">The name of a caller who has not signed in.</param>
    internal sealed record NewRuleBody(
        string? Name, string? Expression, string? Description, AlertSeverity? Severity, string? Reason, string? By);

    /// <param name="Severity">That of the version before if absent.</param>
    /// <param name="Reason">Why the rule is changed.</param>
    /// <param name="By">The name of a caller who has not signed in.</param>
    internal sealed record RuleBody(string? Expression, string? Description, AlertSeverity? Severity, string? Reason, string? By);

    /// <param name="Version">The newest one if absent.</param>
    /// <param name="Percent">Of the accounts; for Rollout only.</param>
    /// <param name="ExpectedShare">The share of payments that a try flagged, from 0 to 1.</param>
    /// <param name="By">The name of a caller who has not signed in.</param>
    internal sealed record StateBody(RuleState? State, int? Version, int? Percent, double? ExpectedShare, string? Reason, string? By)
        : IReasonBody;

    /// <param name="Version">The newest one if absent.</param>
    /// <param name="By">The name of a caller who has not signed in.</param>
    internal sealed record VersionBody(int? Version, string? Reason, string? By) : IReasonBody;

    /// <param name="By">The name of a caller who has not signed in.</param>
    internal sealed record ReasonBody(string? Reason, string? By) : IReasonBody;
}
