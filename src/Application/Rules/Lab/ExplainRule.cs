using Dashboard.Application.Common;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Faces;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Rules.Lab;

/// <summary>What each part of a rule says of one payment, with the values as of then. Null when there is no such payment.</summary>
public sealed record ExplainRule(string? Expression, TransactionId Id) : IRequest<RuleAnswer<RuleExplanation>?>, IRuleRequest;

/// <param name="Result">true, false or unknown.</param>
/// <param name="Parts">The rule and all parts of it, each before its own parts.</param>
/// <param name="WindowsFrom">Receipt of the first payment that filled the windows; null when the rule has none.</param>
public sealed record RuleExplanation(
    string TransactionId, string Canonical, string Sentence, string Result, IReadOnlyList<RuleReason> Because,
    IReadOnlyList<ExplainedPart> Parts, DateTimeOffset? WindowsFrom) : IMaskable
{
    public object Masked() => this with { Because = [.. Because.Select(b => b.Masked())], Parts = [.. Parts.Select(p => p.Masked())] };
}

/// <param name="Text">The part in its standard form.</param>
/// <param name="Value">Null when it is unknown.</param>
/// <param name="Level">How deep it lies, from 0.</param>
public sealed record ExplainedPart(string Text, string? Value, int Level)
{
    internal ExplainedPart Masked() =>
        Text is "account" or "counterparty" && Value is not null ? this with { Value = AccountMask.Of(Value) } : this;
}

internal sealed class ExplainRuleValidator : AbstractValidator<ExplainRule>
{
    public ExplainRuleValidator() => Include(new RuleRequestValidator());
}

internal sealed class ExplainRuleHandler(IPaymentScan scan, IOptions<RuleOptions> options)
    : IRequestHandler<ExplainRule, RuleAnswer<RuleExplanation>?>
{
    public async Task<RuleAnswer<RuleExplanation>?> Handle(ExplainRule request, CancellationToken cancellationToken)
    {
        var rule = Rule.Read(request.Expression!, options.Value.Lists.Keys, out var errors);
        if (rule is null) return new RuleAnswer<RuleExplanation>(null, errors);
        var run = new RuleRun(rule, options.Value);
        var id = request.Id.Value;
        var ordered = new OrderedScan(scan);
        var first = run.HasWindows ? await ordered.BeginOfWindowsAsync(id, options.Value.HotTransactions - 1, cancellationToken) : id;
        long? windowsFrom = null;
        RuleExplanation? explanation = null;
        await ordered.RunAsync(first, id + 1, Look, () => explanation is not null, cancellationToken);
        return explanation is null ? null : new RuleAnswer<RuleExplanation>(explanation, []);

        void Look(StoredPayment payment)
        {
            if (run.HasWindows) windowsFrom ??= payment.Id;
            if (explanation is not null) return;
            if (payment.Id == id) explanation = Explain(run, id, run.Judge(payment), windowsFrom);
            else run.Fill(payment);
        }
    }

    private static RuleExplanation Explain(RuleRun run, long id, Truth truth, long? windowsFrom)
    {
        var values = new ValueReader(run.Compiler, run.Texts);
        var parts = new List<ExplainedPart>();
        Add(run.Rule.Tree, 0, null);
        return new RuleExplanation(
            new TransactionId(id).ToString(), run.Rule.Canonical, run.Rule.Sentence, truth.ToString().ToLowerInvariant(),
            new Explanation(run.Rule, run.Compiler, run.Texts).Of(run.Facts), parts,
            windowsFrom is { } first ? new TransactionId(first).Time : null);

        void Add(Node node, int level, Currency? currency)
        {
            currency = node switch
            {
                Comparison c => Currencies.Of(c.Left, c.Right),
                Between b => Currencies.Of(b.Value, b.Low, b.High),
                _ => currency,
            };
            if (node is not Constant) parts.Add(new ExplainedPart(RulePrinter.Print(node), values.Of(node, currency)(run.Facts), level));
            // The condition of an aggregate is about other payments.
            if (node is Aggregate) return;
            foreach (var part in node.Parts) Add(part, level + 1, currency);
        }
    }
}
