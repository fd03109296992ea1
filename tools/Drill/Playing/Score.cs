using System.Globalization;
using Dashboard.Tools.Drill.Scenes;

namespace Dashboard.Tools.Drill.Playing;

// What the drill knows of the program's answer; deliberately not the program's own records.
internal sealed record SeenIncidents(IReadOnlyList<SeenIncident> Items);

internal sealed record SeenIncident(
    string Id, string Measure, bool IsOpen, string Message, IReadOnlyDictionary<string, string> Conditions, DateTimeOffset BeganAt,
    DateTimeOffset NoticedAt, SeenExplanation? Explanation);

internal sealed record SeenExplanation(IReadOnlyList<SeenSlice> Slices, IReadOnlyList<SeenReason> Reasons);

internal sealed record SeenSlice(IReadOnlyDictionary<string, string> Conditions);

internal sealed record SeenReason(string Reason, double Share);

/// <summary>What the program made of a scene.</summary>
internal sealed record Score(
    Scene Scene, double? NoticedAfter, double? BeganOff, string First, string? Reason, bool IsCauseFirst, bool IsReasonRight,
    IReadOnlyList<string> False)
{
    /// <param name="start">Second 0.</param>
    /// <param name="incidents">Those of this scene.</param>
    public static Score Of(Scene scene, DateTimeOffset start, IReadOnlyList<SeenIncident> incidents)
    {
        var oldest = incidents.OrderBy(i => i.NoticedAt).ToList();
        var expect = scene.Expect;
        var found = expect is null ? null
            : oldest.Find(i => IsMeasure(i, expect) && i.NoticedAt >= start && IsSame(i.Conditions, expect.Conditions))
                ?? oldest.Find(i => IsMeasure(i, expect) && i.NoticedAt >= start);
        var first = found is null ? null : found.Explanation?.Slices is [{ } slice, ..] ? slice.Conditions : found.Conditions;
        var reason = found?.Explanation?.Reasons is [{ Share: >= 0.5 } most, ..] ? most.Reason : null;
        return new Score(
            scene, (found?.NoticedAt - start)?.TotalSeconds, (found?.BeganAt - start)?.TotalSeconds, first is null ? "" : Text(first),
            reason, first is not null && IsSame(first, expect!.Conditions), expect?.Reason is null || expect.Reason == reason,
            [.. oldest.Where(i => i != found).Select(i => i.Message)]);
    }

    public bool Passed => False.Count == 0 && (Scene.Expect is not { } expect
        || (NoticedAfter <= expect.WithinSeconds && Math.Abs(BeganOff!.Value) <= expect.BeganWithinSeconds
            && IsCauseFirst && IsReasonRight));

    public string Line => string.Create(CultureInfo.InvariantCulture,
        $"{Scene.Name,-28} {(Passed ? "yes" : "NO"),-6} {Number(NoticedAfter),8} {Number(BeganOff),8}  {First}"
        + $"{(Reason is null ? "" : $", {Reason}")}{(False.Count == 0 ? "" : $"; FALSE: {string.Join(" | ", False)}")}");

    public const string Heading = "scene                        passed  noticed    began  first explanation\n"
        + "                                      after s    off s";

    private static string Number(double? seconds) => seconds is { } s ? s.ToString("0.0", CultureInfo.InvariantCulture) : "-";

    private static bool IsMeasure(SeenIncident incident, Expectation expect) =>
        string.Equals(incident.Measure, expect.Measure, StringComparison.OrdinalIgnoreCase);

    private static bool IsSame(IReadOnlyDictionary<string, string> seen, IReadOnlyDictionary<string, string> planted) =>
        seen.Count == planted.Count && planted.All(p => seen.GetValueOrDefault(p.Key) == p.Value);

    private static string Text(IReadOnlyDictionary<string, string> conditions) =>
        conditions.Count == 0 ? "everything" : string.Join("; ", conditions.Select(c => $"{c.Key}:{c.Value}"));
}
