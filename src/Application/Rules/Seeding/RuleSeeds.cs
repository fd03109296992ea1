using System.Globalization;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Versions;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using Dashboard.Domain.Rules;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Rules.Seeding;

/// <summary>Gives a store without rules the two of the section <c>Flagging</c>, in Live.</summary>
internal sealed partial class RuleSeeds(
    IRuleStore store, OrderedIds ids, TimeProvider clock, IOptions<FlaggingOptions> options, ILogger<RuleSeeds> logger)
{
    public const string LargeAmount = "large_amount";
    public const string HighVelocity = "high_velocity";

    private const string Reason = "The program made it from the settings Flagging:* for a store without rules.";

    /// <summary>Called at each start, before anything decides.</summary>
    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        var seeds = Seeds(options.Value).ToList();
        var stored = await store.AllAsync(cancellationToken);
        if (stored.Count > 0)
        {
            await WarnAsync(seeds, stored, cancellationToken);
            return;
        }

        foreach (var (name, text, description, severity) in seeds)
        {
            var version = VersionOf(name, text, description, severity);
            var line = new RuleChange(
                ids.Next(), name, 1, RuleChangeKind.Created, RuleState.Draft, RuleState.Live, 0, version.By, Reason, version.CreatedAt);
            if (await store.SaveAsync(new RuleEdit(new StoredRule(name, 0, []), [version], [line], Entry: null), cancellationToken))
                LogSeeded(name, version.Canonical);
        }
    }

    /// <summary>The texts of the rules that the settings ask for.</summary>
    internal static IEnumerable<(string Name, string Text, string Description, AlertSeverity Severity)> Seeds(FlaggingOptions options)
    {
        if (options.LargeAmounts.Count > 0)
        {
            var limits = options.LargeAmounts.OrderBy(l => l.Key, StringComparer.Ordinal)
                .Select(l => string.Create(CultureInfo.InvariantCulture, $"abs(amount) >= {l.Value:0.####} {l.Key}"));
            yield return (
                LargeAmount, string.Join(" or ", limits), "The amount, or a refund, reaches the limit of its currency.",
                AlertSeverity.Critical);
        }

        // The language has windows of whole seconds.
        var seconds = (long)Math.Ceiling(options.VelocityWindow.TotalSeconds);
        yield return (
            HighVelocity,
            string.Create(CultureInfo.InvariantCulture, $"count per account over {seconds}s > {options.VelocityLimit}"),
            "Many payments of one account in a short time.", AlertSeverity.Warning);
    }

    private RuleVersion VersionOf(string name, string text, string description, AlertSeverity severity)
    {
        var rule = Rule.Read(text, [], out var errors)
            ?? throw new InvalidOperationException($"The settings Flagging:* make no rule: {text}: {errors[0].Message}");
        return new RuleVersion
        {
            Rule = name,
            Number = 1,
            Expression = rule.Canonical,
            Canonical = rule.Canonical,
            Description = description,
            Severity = severity,
            CreatedAt = clock.GetUtcNow().WholeMicroseconds(),
            By = RuleAuthor.Of(Actor.System),
            Reason = Reason,
            Parent = null,
            State = RuleState.Live,
            // They flag as they always did: the circuit breaker leaves their share alone until somebody says what to expect.
            ExpectedShare = 1,
        };
    }

    // A changed setting would otherwise be without effect and without a word.
    private async Task WarnAsync(
        IEnumerable<(string Name, string Text, string Description, AlertSeverity Severity)> seeds, IReadOnlyList<StoredRule> stored,
        CancellationToken cancellationToken)
    {
        foreach (var (name, text, _, _) in seeds)
        {
            if (stored.All(s => s.Name != name)) continue;
            var first = (await store.FindAsync(name, cancellationToken))?.Find(1);
            if (first?.By.Id != Actor.System.Id || Rule.Read(text, [], out _)?.Canonical == first.Canonical) continue;
            LogSettingWithoutEffect(name);
        }
    }

    [LoggerMessage(220, LogLevel.Information,
        "The store had no rules. The rule {Rule} was made from the settings Flagging:*, which are not read again: {Text}")]
    private partial void LogSeeded(string rule, string text);

    [LoggerMessage(221, LogLevel.Warning,
        "The settings Flagging:* differ from those that the rule {Rule} was made from. They have no effect: change the rule instead")]
    private partial void LogSettingWithoutEffect(string rule);
}
