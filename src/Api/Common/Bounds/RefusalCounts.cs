using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Dashboard.Api.Common.Bounds;

/// <summary>Counts the refusals since the start, by their row of the table.</summary>
internal sealed class RefusalCounts
{
    /// <summary>The status of a caller that was disconnected in the middle of its answer, where no status can be sent.</summary>
    public const string Disconnected = "disconnected";

    private const string FromServer = "server";

    private static readonly Dictionary<Refusal, string> Names = typeof(Refusals).GetFields()
        .Where(f => f.FieldType == typeof(Refusal))
        .ToDictionary(f => (Refusal)f.GetValue(null)!, f => JsonNamingPolicy.SnakeCaseLower.ConvertName(f.Name));

    private readonly ConcurrentDictionary<(string Reason, string Status), long> _counts = new();

    /// <summary>How often each reason was given; every row of the table has an entry.</summary>
    public IEnumerable<(string Reason, string Status, long Count)> All =>
        Names.Select(n => (Reason: n.Value, Status: Text(n.Key.Status))).Concat(_counts.Keys).Distinct()
            .Select(key => (key.Reason, key.Status, _counts.GetValueOrDefault(key)));

    public void Add(Refusal refusal) => Add(Names.GetValueOrDefault(refusal, FromServer), Text(refusal.Status));

    /// <summary>Counts a caller that got less than it asked for, without a row of the table.</summary>
    public void Add(string reason, string status) => _counts.AddOrUpdate((reason, status), 1, (_, count) => count + 1);

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
