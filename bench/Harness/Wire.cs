using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Bench.Harness;

// What an outside client knows of the wire format; deliberately not the product's own records.
public sealed record Transaction(long Sequence, string Id, string Status, decimal Amount, string Currency, IReadOnlyList<string> Flags);

public sealed record Page(IReadOnlyList<Transaction> Items, string? Next);

public sealed record Volume(string Currency, decimal Amount);

public sealed record Window(long Count, long Completed, long Failed, long Flagged, IReadOnlyList<Volume> Volumes);

public sealed record Flow(
    long Received, long Accepted, long Duplicates, long Rejected, long Refused, long Recovered, long Queued, long InFlight, long Completed,
    long Failed)
{
    public bool Balances =>
        Received == Accepted + Duplicates + Rejected + Refused && Accepted + Recovered == Queued + InFlight + Completed + Failed;
}

public sealed record Metrics(
    DateTimeOffset ComputedAt, double TransactionsPerSecond, Window LastHour, long Queued, long InFlight, int Shown, int Changed,
    Flow Flow);

public sealed record Alert(string Id, long Count);

public static class Wire
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.Strict };
}
