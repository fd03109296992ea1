using Dashboard.Api.Common.Description;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Lab;
using Dashboard.Application.Rules.Lab.Reports;
using Dashboard.Application.Rules.Labels;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Transfer;
using Dashboard.Application.Rules.Versions;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;

namespace Dashboard.Api.Rules;

/// <summary>The bounds of what the calls take and answer, for the OpenAPI document.</summary>
internal static class RuleShapes
{
    private static readonly FieldShape Expression = FieldShape.Text(RuleLimits.MaxLength);

    private static readonly FieldShape Name = FieldShape.Text(RuleVersion.MaxNameLength);
    private static readonly FieldShape Reason = FieldShape.Text(RuleVersion.MaxReasonLength);
    private static readonly FieldShape By = FieldShape.Text(Actor.MaxNameLength);

    public static readonly IReadOnlyList<WireShape> All =
    [
        new BodyShape(typeof(RuleEndpoints.CheckBody), [], new Dictionary<string, FieldShape> { ["expression"] = Expression }),
        new BodyShape(typeof(RuleEndpoints.TryBody), ["expression"], new Dictionary<string, FieldShape>
        {
            ["expression"] = Expression,
            ["sweepNumber"] = FieldShape.Integer(1, RuleLimits.MaxParts),
            ["limit"] = FieldShape.Integer(0, TryRule.MaxLimit, TryRule.DefaultLimit),
            ["against"] = Expression,
        }),
        new BodyShape(typeof(LabelEndpoints.LabelBody), ["label"], new Dictionary<string, FieldShape>
        {
            ["note"] = FieldShape.Text(LabelTransaction.MaxNoteLength),
            ["by"] = By,
        }),
        new AnswerShape(typeof(ShareEstimate), new Dictionary<string, FieldShape>
        {
            ["share"] = FieldShape.Rate,
            ["low"] = FieldShape.Rate,
            ["high"] = FieldShape.Rate,
        }),
        new BodyShape(typeof(RuleEndpoints.VerifyBody), [], new Dictionary<string, FieldShape>()),
        new BodyShape(typeof(RuleEndpoints.ExplainBody), ["expression", "transactionId"], new Dictionary<string, FieldShape>
        {
            ["expression"] = Expression,
            ["transactionId"] = FieldShape.Id,
        }),
        new BodyShape(typeof(RuleLifeEndpoints.NewRuleBody), ["name", "expression", "reason"], new Dictionary<string, FieldShape>
        {
            ["name"] = Name,
            ["expression"] = Expression,
            ["description"] = FieldShape.Text(RuleVersion.MaxDescriptionLength),
            ["reason"] = Reason,
            ["by"] = By,
        }),
        new BodyShape(typeof(RuleLifeEndpoints.RuleBody), ["expression", "reason"], new Dictionary<string, FieldShape>
        {
            ["expression"] = Expression,
            ["description"] = FieldShape.Text(RuleVersion.MaxDescriptionLength),
            ["reason"] = Reason,
            ["by"] = By,
        }),
        new BodyShape(typeof(RuleLifeEndpoints.StateBody), ["state", "reason"], new Dictionary<string, FieldShape>
        {
            ["percent"] = FieldShape.Integer(1, 99),
            ["expectedShare"] = FieldShape.Rate,
            ["reason"] = Reason,
            ["by"] = By,
        }),
        new BodyShape(
            typeof(RuleLifeEndpoints.VersionBody), ["reason"],
            new Dictionary<string, FieldShape> { ["reason"] = Reason, ["by"] = By }),
        new BodyShape(
            typeof(RuleLifeEndpoints.ReasonBody), ["reason"], new Dictionary<string, FieldShape> { ["reason"] = Reason, ["by"] = By }),
        new BodyShape(typeof(RuleTransferEndpoints.ImportBody), ["text"], new Dictionary<string, FieldShape>
        {
            ["text"] = FieldShape.Text(ImportRules.MaxLength),
            ["reason"] = Reason,
            ["by"] = By,
        }),
        new AnswerShape(typeof(RuleDto), new Dictionary<string, FieldShape> { ["name"] = Name }),
        new AnswerShape(typeof(RuleVersionDto), new Dictionary<string, FieldShape> { ["rule"] = Name, ["expression"] = Expression }),
        new AnswerShape(typeof(RuleChangeDto), new Dictionary<string, FieldShape> { ["id"] = FieldShape.Id }),
        new AnswerShape(
            typeof(RuleDiffPart), new Dictionary<string, FieldShape> { ["change"] = FieldShape.OneOf("same", "removed", "added") }),
        new AnswerShape(typeof(ImportedRule), new Dictionary<string, FieldShape>
        {
            ["action"] = FieldShape.OneOf("created", "changed", "same", "invalid"),
        }),
        new AnswerShape(typeof(CheckedRule), new Dictionary<string, FieldShape> { ["canonical"] = Expression }),
        new AnswerShape(typeof(TryReport), new Dictionary<string, FieldShape> { ["canonical"] = Expression }),
        new AnswerShape(typeof(RuleDifferenceReport), new Dictionary<string, FieldShape> { ["canonical"] = Expression }),
        new AnswerShape(typeof(RuleExplanation), new Dictionary<string, FieldShape>
        {
            ["transactionId"] = FieldShape.Id,
            ["result"] = FieldShape.OneOf("true", "false", "unknown"),
        }),
        new AnswerShape(typeof(RuleDifference), new Dictionary<string, FieldShape> { ["transactionId"] = FieldShape.Id, ["rule"] = Name }),
        new AnswerShape(typeof(DecisionDto), new Dictionary<string, FieldShape> { ["rule"] = Name }),
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
