using System.Collections.Concurrent;
using System.Text.Json;

namespace Dashboard.Api.Common.Bounds;

/// <summary>Counts the refusals since the start, by their row of the table.</summary>
internal sealed class RefusalCounts
{
    private const string FromServer = "server";

    private static readonly Dictionary<Refusal, string> Names = typeof(Refusals).GetFields()
        .Where(f => f.FieldType == typeof(Refusal))
        .ToDictionary(f => (Refusal)f.GetValue(null)!, f => JsonNamingPolicy.SnakeCaseLower.ConvertName(f.Name));

    private readonly ConcurrentDictionary<(string Reason, int Status), long> _counts = new();

    /// <summary>How often each reason was given; every row of the table has an entry.</summary>
    public IEnumerable<(string Reason, int Status, long Count)> All =>
        Names.Select(n => (Reason: n.Value, n.Key.Status)).Concat(_counts.Keys).Distinct()
            .Select(key => (key.Reason, key.Status, _counts.GetValueOrDefault(key)));

    public void Add(Refusal refusal) =>
        _counts.AddOrUpdate((Names.GetValueOrDefault(refusal, FromServer), refusal.Status), 1, (_, count) => count + 1);
}
