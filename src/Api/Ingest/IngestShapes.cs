using Dashboard.Api.Common.Description;
using Dashboard.Application.Ingest;
using Dashboard.Domain.Transactions;

namespace Dashboard.Api.Ingest;

/// <summary>The bounds of what the calls take and answer, for the OpenAPI document.</summary>
internal static class IngestShapes
{
    private static readonly TransactionStatus[] Ends = [TransactionStatus.Completed, TransactionStatus.Failed];

    public static readonly IReadOnlyList<WireShape> All =
    [
        new BodyShape(typeof(NewTransaction), ["source", "account", "amount", "currency"], new Dictionary<string, FieldShape>
        {
            ["source"] = FieldShape.Text(Transaction.MaxSourceLength),
            ["reference"] = FieldShape.Text(Transaction.MaxReferenceLength),
            ["account"] = FieldShape.Text(Transaction.MaxAccountLength),
            ["counterparty"] = FieldShape.Text(Transaction.MaxCounterpartyLength),
            ["amount"] = FieldShape.Decimal,
            ["currency"] = FieldShape.Currency,
            ["failureReason"] = FieldShape.Text(Transaction.MaxFailureReasonLength),
        })
        { Ignored = ExportedFields.Names },
        new BodyShape(typeof(OutcomeEndpoint.OutcomeBody), ["status"], new Dictionary<string, FieldShape>
        {
            ["status"] = FieldShape.OneOf(Ends.Select(e => e.ToString())),
            ["failureReason"] = FieldShape.Text(Transaction.MaxFailureReasonLength),
        }),
        new AnswerShape(typeof(TransactionTaken), new Dictionary<string, FieldShape> { ["id"] = FieldShape.Id }),
        new AnswerShape(typeof(ItemAnswer), new Dictionary<string, FieldShape>
        {
            ["id"] = FieldShape.Id,
            ["outcome"] = FieldShape.OneOf(ItemOutcomes.All),
        }),
    ];
}
