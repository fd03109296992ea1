using Dashboard.Api.Common.Description;
using Dashboard.Application.History;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;

namespace Dashboard.Api.History;

/// <summary>The query parameters of the calls on the history; the filter is the same for all of them.</summary>
internal static class HistoryParameters
{
    public static readonly (string, ExportFormatName)[] Formats = [("csv", ExportFormatName.Csv), ("ndjson", ExportFormatName.Ndjson)];
    public static readonly (string, bool IsByCreation)[] Sorts = [("receivedAt", false), ("createdAt", true)];
    public static readonly (string, char)[] Separators = [("comma", ','), ("semicolon", ';')];
    public static readonly (string, char)[] DecimalSigns = [("point", '.'), ("comma", ',')];

    public const int MaxPurposeLength = 200;

    private static readonly QueryParameter[] Filter =
    [
        new("status", FieldShape.AnyOf<TransactionStatus>(), "Several with commas or by repeating it"),
        new("source", FieldShape.Text(Transaction.MaxSourceLength), "Exact name of the source"),
        new("account", FieldShape.Text(Transaction.MaxAccountLength), "Exact account"),
        new("counterparty", FieldShape.Text(Transaction.MaxCounterpartyLength), "Exact counterparty"),
        new("reference", FieldShape.Text(Transaction.MaxReferenceLength), "Exact reference of the sender"),
        new("currency", FieldShape.Currency, "ISO 4217 code"),
        new("minAmount", FieldShape.Decimal, "Lowest amount, in units of each transaction's currency"),
        new("maxAmount", FieldShape.Decimal, "Highest amount, in units of each transaction's currency"),
        new("flagged", FieldShape.Boolean, "Only flagged (true) or only unflagged (false)"),
        new("flag", FieldShape.Text(Alert.MaxRuleLength), "Flagged by the rule of this name"),
        new("failureReason", FieldShape.Text(Transaction.MaxFailureReasonLength), "Failed with exactly this reason"),
        new("from", FieldShape.Time, "Received at this time or later"),
        new("to", FieldShape.Time, "Received before this time"),
        new("createdFrom", FieldShape.Time, "Made at this time or later, by the createdAt of the transaction"),
        new("createdTo", FieldShape.Time, "Made before this time, by the createdAt of the transaction"),
    ];

    private static readonly QueryParameter Sort =
        new("sort", FieldShape.OneOf(Sorts), "The time that orders the transactions, latest first");

    public static readonly QueryParameter[] List =
    [
        .. Filter,
        Sort,
        new("limit", FieldShape.Integer(1, ListTransactions.MaxLimit, ListTransactions.DefaultLimit), "Transactions of a page"),
        new("cursor", HistoryShapes.Cursor, "The next of the previous page"),
    ];

    public static readonly QueryParameter[] Export =
    [
        .. Filter,
        Sort,
        new("format", FieldShape.OneOf(Formats), "Of the file"),
        new("separator", FieldShape.OneOf(Separators), "Between the cells of a CSV file"),
        new("decimal", FieldShape.OneOf(DecimalSigns), "In the amounts of a CSV file"),
        new("purpose", FieldShape.Text(MaxPurposeLength), "What the file is for, for the audit trail; Auth:ExportPurpose asks for it"),
    ];

    public static readonly QueryParameter[] Histogram =
    [
        .. Filter.Select(p => p.Name == "from" ? p with { IsRequired = true } : p),
        new("buckets", FieldShape.Integer(1, GetHistogram.MaxBuckets, GetHistogram.DefaultBuckets), "Parts of the time range"),
    ];
}
