using System.Globalization;
using Dashboard.Application.Rules.Lab;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Faces;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Rules.Versions;

/// <summary>Whether a rule can decide on payments as they come in.</summary>
internal sealed class RulePublication(IRuleStore store, IPaymentScan scan, TimeProvider clock, IOptions<RuleOptions> options)
{
    // A burst in an otherwise quiet day must not look like the rate of the whole window.
    private static readonly TimeSpan LongestLook = TimeSpan.FromDays(1);

    /// <summary>Why it cannot; null when it can.</summary>
    public async Task<string?> RefusalOfAsync(Rule rule, RuleVersion version, CancellationToken cancellationToken)
    {
        if (rule.Tree.All.Any(n => n is FieldValue { Field: PaymentField.Status }))
            return "The rule looks at the status, which is not known when a payment is decided on. It can be tried, and not be used.";
        var inUse = (await store.AllAsync(cancellationToken)).SelectMany(r => r.Versions).Where(v => v.IsAsked).ToList();
        if (inUse.All(v => (v.Rule, v.Number) != (version.Rule, version.Number)) && inUse.Count >= options.Value.MaxLiveRules)
            return string.Create(
                CultureInfo.InvariantCulture, $"{inUse.Count} versions are in use, which is the limit of Rules:MaxLiveRules.");
        return await WindowRefusalAsync(rule, cancellationToken);
    }

    // A window that holds more payments than are kept would count too few.
    private async Task<string?> WindowRefusalAsync(Rule rule, CancellationToken cancellationToken)
    {
        var longest = rule.Features.Where(f => f.Aggregate.Over?.Span is not null).MaxBy(f => f.Aggregate.Over!.Span);
        if (longest?.Aggregate.Over!.Span is not { } window) return null;
        var now = clock.GetUtcNow();
        var look = window < LongestLook ? window : LongestLook;
        var hot = options.Value.HotTransactions;
        // The receipt of the payment before so many others says how many payments a window has at the current rate.
        var needed = await NeededAsync(now, window, look, hot, cancellationToken);
        return needed <= hot ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{RuleSentence.Name(longest.Aggregate)} needs {needed:N0} payments in memory at the current rate. "
            + $"Rules:HotTransactions is {hot:N0}.");
    }

    private async Task<long> NeededAsync(
        DateTimeOffset now, TimeSpan window, TimeSpan look, int hot, CancellationToken cancellationToken)
    {
        var end = TransactionId.FirstAt(now).Value;
        // One of a hundred marks is precise enough, and each look costs one search of the key.
        var (low, high) = (0, hot);
        var edge = TransactionId.FirstAt(now - look).Value;
        if (await scan.IdBeforeAsync(end, hot, cancellationToken) is { } oldest && oldest >= edge)
            return (long)Math.Ceiling(hot * (window / (now - new TransactionId(oldest).Time))) + 1;
        while (high - low > Math.Max(1, hot / 128))
        {
            var middle = low + (high - low) / 2;
            if (await scan.IdBeforeAsync(end, middle, cancellationToken) is { } id && id >= edge) low = middle;
            else high = middle;
        }

        return (long)Math.Ceiling(high * (window / look));
    }
}
