using Dashboard.Api.Common.Description;
using Dashboard.Application.Rules.Lab;
using Dashboard.Application.Rules.Lab.Reports;
using Dashboard.Application.Rules.Language;
using Dashboard.Domain.Transactions;

namespace Dashboard.Api.Rules;

/// <summary>The bounds of what the calls take and answer, for the OpenAPI document.</summary>
internal static class RuleShapes
{
    private static readonly FieldShape Expression = FieldShape.Text(RuleLimits.MaxLength);

    public static readonly IReadOnlyList<WireShape> All =
    [
        new BodyShape(typeof(RuleEndpoints.CheckBody), [], new Dictionary<string, FieldShape> { ["expression"] = Expression }),
        new BodyShape(typeof(RuleEndpoints.TryBody), ["expression"], new Dictionary<string, FieldShape>
        {
            ["expression"] = Expression,
            ["sweepNumber"] = FieldShape.Integer(1, RuleLimits.MaxParts),
            ["limit"] = FieldShape.Integer(0, TryRule.MaxLimit, TryRule.DefaultLimit),
        }),
        new BodyShape(typeof(RuleEndpoints.ExplainBody), ["expression", "transactionId"], new Dictionary<string, FieldShape>
        {
            ["expression"] = Expression,
            ["transactionId"] = FieldShape.Id,
        }),
        new AnswerShape(typeof(CheckedRule), new Dictionary<string, FieldShape> { ["canonical"] = Expression }),
        new AnswerShape(typeof(TryReport), new Dictionary<string, FieldShape> { ["canonical"] = Expression }),
        new AnswerShape(typeof(RuleExplanation), new Dictionary<string, FieldShape>
        {
            ["transactionId"] = FieldShape.Id,
            ["result"] = FieldShape.OneOf("true", "false", "unknown"),
        }),
        new AnswerShape(typeof(TriedCurrency), new Dictionary<string, FieldShape> { ["currency"] = FieldShape.Currency }),
        new AnswerShape(typeof(RuleMatch), new Dictionary<string, FieldShape>
        {
            ["transactionId"] = FieldShape.Id,
            ["source"] = FieldShape.Text(Transaction.MaxSourceLength),
            ["account"] = FieldShape.Text(Transaction.MaxAccountLength),
            ["counterparty"] = FieldShape.Text(Transaction.MaxCounterpartyLength),
            ["currency"] = FieldShape.Currency,
        }),
    ];
}
