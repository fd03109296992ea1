using Dashboard.Api.Common;
using Dashboard.Api.Common.Description;
using Dashboard.Application.History;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.Api.History;

/// <summary>Reads the history filter, and the further parameters of one call.</summary>
internal sealed class HistoryQuery(IQueryCollection query, IEnumerable<QueryParameter> known) : QueryReader(query, known)
{
    public ListTransactions ReadList() =>
        new(ReadFilter(), Cursor<TransactionId>(TransactionId.TryParse), Integer("limit") ?? ListTransactions.DefaultLimit);

    public bool ReadIsByCreation() => Choice("sort", HistoryParameters.Sorts);

    public ListByCreation ReadListByCreation() =>
        new(ReadFilter(), Cursor<CreationCursor>(CreationCursor.TryParse), Integer("limit") ?? ListTransactions.DefaultLimit);

    public ExportTransactions ReadExport() => new(ReadFilter(), ReadIsByCreation());

    public ExportFormatName ReadFormat() => Choice("format", HistoryParameters.Formats);

    public CsvDialect ReadDialect() =>
        new(Choice("separator", HistoryParameters.Separators), Choice("decimal", HistoryParameters.DecimalSigns));

    public string? ReadPurpose(bool isRequired)
    {
        var purpose = Text("purpose", HistoryParameters.MaxPurposeLength);
        if (isRequired && purpose is null) Refuse("purpose", "is required: say what the file is for");
        return purpose;
    }

    public GetHistogram ReadHistogram() => new(ReadFilter(), Integer("buckets") ?? GetHistogram.DefaultBuckets);

    private TransactionFilter ReadFilter()
    {
        var flag = Text("flag", Alert.MaxRuleLength);
        var reason = Text("failureReason", Transaction.MaxFailureReasonLength);
        return ReadFilter(flag, reason);
    }

    // A rule implies that the transaction is flagged, and a reason that it failed. The store has an index for either.
    private TransactionFilter ReadFilter(string? flag, string? reason) => new()
    {
        Statuses = AnyOf<TransactionStatus>("status") ?? (reason is null ? null : [TransactionStatus.Failed]),
        Source = Text("source", Transaction.MaxSourceLength),
        Account = Text("account", Transaction.MaxAccountLength),
        Counterparty = Text("counterparty", Transaction.MaxCounterpartyLength),
        Reference = Text("reference", Transaction.MaxReferenceLength),
        Currency = Text("currency", Currency.CodeLength)?.ToUpperInvariant(),
        MinAmount = Decimal("minAmount"),
        MaxAmount = Decimal("maxAmount"),
        Flagged = Boolean("flagged") ?? (flag is null ? null : true),
        Flag = flag,
        FailureReason = reason,
        From = Time("from"),
        To = Time("to"),
        CreatedFrom = Time("createdFrom"),
        CreatedTo = Time("createdTo"),
    };
}
