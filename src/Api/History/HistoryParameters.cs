using Dashboard.Api.Common;
using Microsoft.OpenApi;

namespace Dashboard.Api.History;

/// <summary>The query parameters of the calls on the history; the filter is the same for all of them.</summary>
internal static class HistoryParameters
{
    private static readonly QueryParameter[] Filter =
    [
        new("status", JsonSchemaType.String, "Pending, Processing, Completed, Failed; several with commas or by repeating it"),
        new("source", JsonSchemaType.String, "Exact name of the source"),
        new("account", JsonSchemaType.String, "Exact account"),
        new("counterparty", JsonSchemaType.String, "Exact counterparty"),
        new("reference", JsonSchemaType.String, "Exact reference of the sender"),
        new("currency", JsonSchemaType.String, "ISO 4217 code"),
        new("minAmount", JsonSchemaType.Number, "Lowest amount, in units of each transaction's currency"),
        new("maxAmount", JsonSchemaType.Number, "Highest amount, in units of each transaction's currency"),
        new("flagged", JsonSchemaType.Boolean, "Only flagged (true) or only unflagged (false)"),
        new("flag", JsonSchemaType.String, "Flagged by the rule of this name"),
        new("failureReason", JsonSchemaType.String, "Failed with exactly this reason"),
        new("from", JsonSchemaType.String, "Received at this ISO 8601 time or later"),
        new("to", JsonSchemaType.String, "Received before this ISO 8601 time"),
        new("createdFrom", JsonSchemaType.String, "Made at this ISO 8601 time or later, by the createdAt of the transaction"),
        new("createdTo", JsonSchemaType.String, "Made before this ISO 8601 time, by the createdAt of the transaction"),
    ];

    public static readonly QueryParameter[] List =
    [
        .. Filter,
        new("limit", JsonSchemaType.Integer, "1 to 500, 100 if absent"),
        new("cursor", JsonSchemaType.String, "The next of the previous page"),
    ];

    public static readonly QueryParameter[] Export =
    [
        .. Filter,
        new("format", JsonSchemaType.String, "csv or ndjson; csv if absent"),
        new("separator", JsonSchemaType.String, "Between the cells of a CSV file: comma or semicolon; comma if absent"),
        new("decimal", JsonSchemaType.String, "In the amounts of a CSV file: point or comma; point if absent"),
    ];

    public static readonly QueryParameter[] Histogram =
    [
        .. Filter.Select(p => p.Name == "from" ? p with { IsRequired = true } : p),
        new("buckets", JsonSchemaType.Integer, "1 to 120, 60 if absent"),
    ];
}
