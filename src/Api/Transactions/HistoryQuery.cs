using Dashboard.Api.Common;
using Dashboard.Application.Transactions;
using Dashboard.Domain.Transactions;

namespace Dashboard.Api.Transactions;

/// <summary>Reads the history filter, and what the call on the history takes beside it.</summary>
internal sealed class HistoryQuery(IQueryCollection query, IEnumerable<QueryParameter> known) : QueryReader(query, known)
{
    public ListTransactions ReadList() => new(ReadFilter(), Cursor(), Integer("limit") ?? ListTransactions.DefaultLimit);

    private TransactionFilter ReadFilter() => new()
    {
        Statuses = AnyOf<TransactionStatus>("status"),
        Source = Text("source", Transaction.MaxSourceLength),
        Account = Text("account", Transaction.MaxAccountLength),
        Reference = Text("reference", Transaction.MaxReferenceLength),
        Currency = Text("currency", 3)?.ToUpperInvariant(),
        MinAmount = Decimal("minAmount"),
        MaxAmount = Decimal("maxAmount"),
        Flagged = Boolean("flagged"),
        From = Time("from"),
        To = Time("to"),
    };
}
