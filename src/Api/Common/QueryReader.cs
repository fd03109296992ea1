using System.Globalization;
using Dashboard.Domain.Transactions;

namespace Dashboard.Api.Common;

/// <summary>Reads a query string field by field. Every wrong field is named, also one that does not exist: a mistyped filter must not silently
/// select everything.</summary>
internal abstract class QueryReader
{
    private readonly IQueryCollection _query;
    private readonly Dictionary<string, string[]> _errors = [];

    protected QueryReader(IQueryCollection query, IEnumerable<QueryParameter> known)
    {
        _query = query;
        var names = known.Select(p => p.Name).ToList();
        foreach (var name in query.Keys.Where(k => !names.Contains(k, StringComparer.OrdinalIgnoreCase)))
            _errors[name] = ["is not a known parameter; known are " + string.Join(", ", names)];
    }

    /// <summary>What was wrong, by field; empty when the query is good. Complete when everything has been read.</summary>
    public IDictionary<string, string[]> Errors => _errors;

    protected delegate bool TryParse<T>(string text, out T value);

    /// <summary>Given several times or with commas: any of them.</summary>
    protected T[]? AnyOf<T>(string name)
        where T : struct, Enum
    {
        var names = _query[name].SelectMany(v => (v ?? "").Split(',')).ToArray();
        if (names.Length == 0) return null;
        var values = new List<T>();
        foreach (var text in names)
        {
            if (Enum.GetNames<T>().FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known)
                values.Add(Enum.Parse<T>(known));
            else
                _errors[name] = ["must be one or more of " + string.Join(", ", Enum.GetNames<T>())];
        }

        return [.. values.Distinct()];
    }

    protected string? Text(string name, int maxLength)
    {
        if (Single(name) is not { } text) return null;
        if (TransactionDetails.IsText(text, maxLength)) return text;
        _errors[name] = [$"must have 1 to {maxLength} printable characters"];
        return null;
    }

    protected decimal? Decimal(string name) => Value<decimal>(name, TryDecimal, "must be a decimal number such as 12.50");

    protected int? Integer(string name) => Value<int>(name, TryInteger, "must be a whole number");

    protected bool? Boolean(string name) => Value<bool>(name, bool.TryParse, "must be true or false");

    protected DateTimeOffset? Time(string name) => Value<DateTimeOffset>(name, TryTime, "must be an ISO 8601 time with an offset or Z");

    protected TId? Cursor<TId>(TryParse<TId> tryParse)
        where TId : struct => Value("cursor", tryParse, "is not a cursor of this list");

    protected T? Value<T>(string name, TryParse<T> tryParse, string error)
        where T : struct
    {
        if (Single(name) is not { } text) return null;
        if (tryParse(text, out var value)) return value;
        _errors[name] = [error];
        return null;
    }

    private string? Single(string name)
    {
        var values = _query[name];
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
