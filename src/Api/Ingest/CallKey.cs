using System.Globalization;
using System.Text;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Common;
using Dashboard.Application.Ingest;

namespace Dashboard.Api.Ingest;

/// <summary>The <c>Idempotency-Key</c> of a call (docs/adr/0023).</summary>
/// <remarks>With and without the quotes of the IETF draft it is the same key.</remarks>
internal static class CallKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>Longest key of a call with several items. The rest of the column holds the position of the item.</summary>
    public const int MaxLengthOfMany = 100;

    /// <summary>Reads the key; null when there is none.</summary>
    /// <param name="maxLength">In UTF-16 units, without quotes.</param>
    /// <param name="error">What is wrong with the header; null when it can be used.</param>
    public static string? Read(HttpRequest request, int maxLength, out string? error)
    {
        error = null;
        if (!request.Headers.TryGetValue(Header, out var values)) return null;
        // SQL Server treats two keys as equal that differ only in the spaces at their end.
        if (values.Count == 1 && TryUnquote(values.ToString(), out var text) && !text.EndsWith(' ')
            && TextRules.TryRead(text, maxLength, out var key))
            return key;
        error = $"must be given once, with 1 to {maxLength} printable characters, with or without quotes";
        return null;
    }

    /// <summary>Says in the OpenAPI document that the call may have a key.</summary>
    public static RouteHandlerBuilder WithKey(this RouteHandlerBuilder endpoint, int maxLength) => endpoint.WithHeader(
        Header, FieldShape.Text(maxLength), "Identifies the call, so that it can be sent again; with or without quotes, which do not count");

    /// <summary>The item with the key of a single call.</summary>
    public static IngestItem WithKey(this IngestItem item, string? key) => item with { IdempotencyKey = key };

    /// <summary>The item with the key of a call of several items, and its position in that call.</summary>
    public static IngestItem WithKey(this IngestItem item, string? key, long position) =>
        key is null ? item : item with { IdempotencyKey = string.Create(CultureInfo.InvariantCulture, $"{key}#{position}") };

    // A string of RFC 9651: quotes around it, and a backslash before each quote and backslash in it.
    private static bool TryUnquote(string value, out string text)
    {
        text = value;
        if (!value.StartsWith('"')) return true;
        var inner = new StringBuilder(value.Length);
        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] == '"')
            {
                text = inner.ToString();
                return i == value.Length - 1;
            }

            if (value[i] == '\\' && ++i < value.Length && value[i] is not ('"' or '\\')) return false;
            if (i < value.Length) inner.Append(value[i]);
        }

        return false;
    }
}
