using System.Globalization;
using Dashboard.Application.Transactions;
using Dashboard.Domain.Transactions;

namespace Dashboard.Api.Transactions;

/// <summary>Reads the history filter from a query string. Every wrong field is named, also one that does not exist: a mistyped filter must
/// not silently select everything.</summary>
internal sealed class HistoryQuery(IQueryCollection query)
{
    private static readonly string[] Known =
        ["status", "source", "account", "reference", "currency", "minAmount", "maxAmount", "flagged", "from", "to", "limit", "cursor"];

    private readonly Dictionary<string, string[]> _errors = [];

    /// <summary>What was wrong, by field; empty when the query is good. Complete after <see cref="Read"/>.</summary>
    public IDictionary<string, string[]> Errors => _errors;

    public ListTransactions Read()
    {
        foreach (var name in query.Keys.Where(k => !Known.Contains(k, StringComparer.OrdinalIgnoreCase)))
            _errors[name] = ["is not a known parameter; known are " + string.Join(", ", Known)];

        var filter = new TransactionFilter
        {
            Statuses = Statuses(),
            Source = Text("source", Transaction.MaxSourceLength),
            Account = Text("account", Transaction.MaxAccountLength),
            Reference = Text("reference", Transaction.MaxReferenceLength),
            Currency = Text("currency", 3)?.ToUpperInvariant(),
            MinAmount = Value<decimal>("minAmount", TryDecimal, "must be a decimal number such as 12.50"),
            MaxAmount = Value<decimal>("maxAmount", TryDecimal, "must be a decimal number such as 12.50"),
            Flagged = Value<bool>("flagged", bool.TryParse, "must be true or false"),
            From = Value<DateTimeOffset>("from", TryTime, "must be an ISO 8601 time with an offset or Z"),
            To = Value<DateTimeOffset>("to", TryTime, "must be an ISO 8601 time with an offset or Z"),
        };
        return new ListTransactions(
            filter,
            Value<TransactionId>("cursor", TransactionId.TryParse, "is not a cursor of this history"),
            Value<int>("limit", TryInteger, "must be a whole number") ?? ListTransactions.DefaultLimit);
    }

    private TransactionStatus[]? Statuses()
    {
        // Given several times or with commas: any of them.
        var names = query["status"].SelectMany(v => (v ?? "").Split(',')).ToArray();
        if (names.Length == 0) return null;
        var statuses = new List<TransactionStatus>();
        foreach (var name in names)
        {
            if (Enum.GetNames<TransactionStatus>().FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known)
                statuses.Add(Enum.Parse<TransactionStatus>(known));
            else
                _errors["status"] = ["must be one or more of " + string.Join(", ", Enum.GetNames<TransactionStatus>())];
        }

        return [.. statuses.Distinct()];
    }

    private string? Text(string name, int maxLength)
    {
        if (Single(name) is not { } text) return null;
        if (TransactionDetails.IsText(text, maxLength)) return text;
        _errors[name] = [$"must have 1 to {maxLength} printable characters"];
        return null;
    }

    private delegate bool TryParse<T>(string text, out T value);

    private T? Value<T>(string name, TryParse<T> tryParse, string error)
        where T : struct
    {
        if (Single(name) is not { } text) return null;
        if (tryParse(text, out var value)) return value;
        _errors[name] = [error];
        return null;
    }

    private string? Single(string name)
    {
        var values = query[name];
        if (values.Count > 1) _errors[name] = ["must be given once"];
        return values.Count == 1 ? values[0] ?? "" : null;
    }

    private static bool TryDecimal(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    private static bool TryInteger(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    // A plus sign that a client forgot to escape arrives as a space.
    private static bool TryTime(string text, out DateTimeOffset value)
    {
        var format = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, format, out value)
            && text.Contains('T', StringComparison.OrdinalIgnoreCase);
    }
}
