using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Tools.Soak;

// What an outside client knows of the wire; deliberately not the product's own records.
internal sealed record Transaction(long Sequence, string Id, string Status, decimal Amount, string Currency, string[] Flags);

internal sealed record Page(Transaction[] Items, string? Next);

internal sealed record Volume(string Currency, decimal Amount);

internal sealed record Window(long Count, long Completed, long Failed, long Flagged, Volume[] Volumes);

internal sealed record Flow(
    long Received, long Accepted, long Duplicates, long Rejected, long Refused, long Recovered, long Queued, long InFlight, long Completed, long Failed)
{
    public bool Balances => Received == Accepted + Duplicates + Rejected + Refused && Accepted + Recovered == Queued + InFlight + Completed + Failed;
}

internal sealed record Metrics(
    DateTimeOffset ComputedAt, double TransactionsPerSecond, Window LastHour, long Queued, long InFlight, int Shown, int Changed, Flow Flow);

internal sealed record Alert(string Id, long Count);

internal static class Wire
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.Strict };
}
