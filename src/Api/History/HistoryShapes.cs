using Dashboard.Api.Common.Description;
using Dashboard.Application.History;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;

namespace Dashboard.Api.History;

/// <summary>The bounds of what the calls answer, for the OpenAPI document.</summary>
internal static class HistoryShapes
{
    /// <summary>An id, or the cursor of a list by the transactions' own time.</summary>
    public static readonly FieldShape Cursor = FieldShape.Text(OrderedId.TextLength, CreationCursor.TextLength);

    public static readonly IReadOnlyList<WireShape> All =
    [
        new AnswerShape(typeof(TransactionDto), new Dictionary<string, FieldShape>
        {
            ["id"] = FieldShape.Id,
            ["reference"] = FieldShape.Text(Transaction.MaxReferenceLength),
            ["source"] = FieldShape.Text(Transaction.MaxSourceLength),
            ["account"] = FieldShape.Text(Transaction.MaxAccountLength),
            ["counterparty"] = FieldShape.Text(Transaction.MaxCounterpartyLength),
            ["currency"] = FieldShape.Currency,
            ["failureReason"] = FieldShape.Text(Transaction.MaxFailureReasonLength),
        }),
        new AnswerShape(typeof(TransactionPage), new Dictionary<string, FieldShape> { ["next"] = Cursor }),
        new AnswerShape(typeof(TimelineEntry), new Dictionary<string, FieldShape>
        {
            ["state"] = FieldShape.OneOf(["Created", .. Enum.GetNames<TransactionStatus>()]),
        }),
    ];
}
