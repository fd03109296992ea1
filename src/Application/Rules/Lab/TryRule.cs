using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Lab.Reports;
using Dashboard.Application.Rules.Labels;
using Dashboard.Application.Rules.Language;
using Dashboard.Domain.Transactions;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Rules.Lab;

/// <summary>What a rule would have done to the payments received in a range. Changes nothing.</summary>
/// <param name="From">Received at this time or later; null for the first payment.</param>
/// <param name="To">Received before this time; null for now.</param>
/// <param name="Sweep">With the curve of one number of the rule.</param>
/// <param name="SweepNumber">Which number, from 1; null for the only one.</param>
/// <param name="Limit">Matches to show.</param>
/// <param name="Against">A rule to compare with; null for none.</param>
public sealed record TryRule(
    string? Expression, DateTimeOffset? From, DateTimeOffset? To, bool Sweep, int? SweepNumber, int Limit, string? Against = null)
    : IRequest<RuleAnswer<TryReport>>, IRuleRequest
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 1_000;
}

internal sealed class TryRuleValidator : AbstractValidator<TryRule>
{
    public TryRuleValidator()
    {
        Include(new RuleRequestValidator());
        RuleFor(t => t.Limit).InclusiveBetween(0, TryRule.MaxLimit).OverridePropertyName("limit")
            .WithMessage($"must be between 0 and {TryRule.MaxLimit}");
        RuleFor(t => t.To).Must((t, to) => to is null || t.From is null || t.From < to).OverridePropertyName("to")
            .WithMessage("must be after from");
    }
}

internal sealed class TryRuleHandler(IPaymentScan scan, ILabelStore labels, IOptions<RuleOptions> options, TimeProvider clock)
    : IRequestHandler<TryRule, RuleAnswer<TryReport>>
{
    // Payments that were received just now have ids a little ahead of the clock.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public async Task<RuleAnswer<TryReport>> Handle(TryRule request, CancellationToken cancellationToken)
    {
        var rule = Rule.Read(request.Expression!, options.Value.Lists.Keys, out var errors);
        if (rule is null) return new RuleAnswer<TryReport>(null, errors);
        Threshold? sweep = null;
        if (request.Sweep) sweep = SweepOf(rule, request.SweepNumber);

        var against = request.Against is { } text ? AgainstOf(text) : null;

        var now = clock.GetUtcNow();
        var (from, end) = (request.From ?? DateTimeOffset.UnixEpoch, request.To ?? now + Margin);
        var known = await labels.RangeAsync(TransactionId.FirstAt(from).Value, TransactionId.FirstAt(end).Value, cancellationToken);
        var attempt = new Attempt(rule, options.Value, sweep, request.Limit, known, against);
        var range = await RunAsync(attempt, from, request.To ?? now, end, cancellationToken);
        return new RuleAnswer<TryReport>(attempt.ToReport(range), []);
    }

    private async Task<TryRange> RunAsync(
        Attempt attempt, DateTimeOffset from, DateTimeOffset to, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var (first, last) = (TransactionId.FirstAt(from).Value, TransactionId.FirstAt(end).Value);
        var ordered = new OrderedScan(scan);
        var begin = !attempt.HasWindows || first == 0
            ? first
            : await ordered.BeginOfWindowsAsync(first, options.Value.HotTransactions - 1, cancellationToken);
        long? windowsFrom = null;
        long? stoppedAt = null;
        await ordered.RunAsync(begin, last, Look, () => stoppedAt is not null, cancellationToken);
        return new TryRange(from, to, Time(stoppedAt), Time(windowsFrom));

        void Look(StoredPayment payment)
        {
            if (payment.Id >= last)
            {
                attempt.Fill(payment);
            }
            else if (payment.Id < first)
            {
                windowsFrom ??= payment.Id;
                attempt.Fill(payment);
            }
            else if (attempt.Judged < options.Value.MaxTried)
            {
                attempt.Judge(payment);
            }
            else
            {
                stoppedAt ??= payment.Id;
            }
        }
    }

    private static DateTimeOffset? Time(long? id) => id is { } value ? new TransactionId(value).Time : null;

    private Rule AgainstOf(string text) => Rule.Read(text, options.Value.Lists.Keys, out var errors)
        ?? throw new ValidationException([new FluentValidation.Results.ValidationFailure("against", errors[0].Message)]);

    private static Threshold SweepOf(Rule rule, int? number)
    {
        var thresholds = Threshold.In(rule);
        var chosen = number is null && thresholds.Count == 1 ? thresholds[0] : thresholds.FirstOrDefault(t => t.Number == number);
        if (chosen is not null) return chosen;
        var message = thresholds.Count switch
        {
            0 => "needs a comparison with a number, and the rule has none",
            1 => "must be 1: the rule has one number",
            _ => $"must name one of the {thresholds.Count} numbers of the rule: "
                + string.Join(", ", thresholds.Select(t => $"{t.Number} for {t.ToNumber().Text}")),
        };
        throw new ValidationException([new FluentValidation.Results.ValidationFailure("sweepNumber", message)]);
    }
}
