using Dashboard.Application.Rules.Lab;
using MediatR;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Rules.Versions;

/// <summary>All rules, by name.</summary>
public sealed record ListRules : IRequest<RuleList>;

/// <summary>One rule; null when there is none of this name.</summary>
public sealed record GetRule(string Name) : IRequest<RuleDto?>;

/// <summary>All versions of a rule, newest first; null when there is no rule of this name.</summary>
public sealed record ListRuleVersions(string Name) : IRequest<RuleVersionList?>;

/// <summary>One version; null when there is none.</summary>
public sealed record GetRuleVersion(string Name, int Version) : IRequest<RuleVersionDto?>;

/// <summary>The difference between two versions; null when one of them does not exist.</summary>
public sealed record CompareRuleVersions(string Name, int From, int To) : IRequest<RuleDiff?>;

/// <summary>What happened to a rule; null when there is none of this name.</summary>
public sealed record GetRuleHistory(string Name) : IRequest<RuleHistory?>
{
    public const int MaxChanges = 500;
}

internal sealed class ReadRulesHandler(IRuleStore store, IOptions<RuleOptions> options)
    : IRequestHandler<ListRules, RuleList>, IRequestHandler<GetRule, RuleDto?>, IRequestHandler<ListRuleVersions, RuleVersionList?>,
        IRequestHandler<GetRuleVersion, RuleVersionDto?>, IRequestHandler<CompareRuleVersions, RuleDiff?>,
        IRequestHandler<GetRuleHistory, RuleHistory?>
{
    private ICollection<string> Lists => options.Value.Lists.Keys;

    public async Task<RuleList> Handle(ListRules request, CancellationToken cancellationToken) =>
        new([.. (await store.AllAsync(cancellationToken)).Select(r => RuleDto.Of(r, [.. Lists]))]);

    public async Task<RuleDto?> Handle(GetRule request, CancellationToken cancellationToken) =>
        await store.FindAsync(request.Name, cancellationToken) is { } rule ? RuleDto.Of(rule, [.. Lists]) : null;

    public async Task<RuleVersionList?> Handle(ListRuleVersions request, CancellationToken cancellationToken) =>
        await store.FindAsync(request.Name, cancellationToken) is { } rule
            ? new RuleVersionList([.. rule.Versions.Reverse().Select(v => RuleVersionDto.Of(v, [.. Lists]))])
            : null;

    public async Task<RuleVersionDto?> Handle(GetRuleVersion request, CancellationToken cancellationToken) =>
        (await store.FindAsync(request.Name, cancellationToken))?.Find(request.Version) is { } version
            ? RuleVersionDto.Of(version, [.. Lists])
            : null;

    public async Task<RuleDiff?> Handle(CompareRuleVersions request, CancellationToken cancellationToken) =>
        await store.FindAsync(request.Name, cancellationToken) is { } rule && rule.Find(request.From) is { } from
            && rule.Find(request.To) is { } to
                ? RuleDiffs.Of(from, to)
                : null;

    public async Task<RuleHistory?> Handle(GetRuleHistory request, CancellationToken cancellationToken)
    {
        var changes = await store.ChangesAsync(request.Name, GetRuleHistory.MaxChanges, cancellationToken);
        return changes.Count == 0 ? null : new RuleHistory([.. changes.Select(RuleChangeDto.Of)]);
    }
}
