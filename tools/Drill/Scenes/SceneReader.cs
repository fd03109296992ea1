using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Tools.Drill.Scenes;

/// <summary>Reads a scene file. Every fault is named with its field.</summary>
internal static class SceneReader
{
    public static readonly string[] Measures = ["failureRate", "flaggedShare", "slowShare", "silence"];

    private static readonly string[] ChangedFields = ["source", "currency", "counterparty"];
    private static readonly string[] CauseFields = ["source", "currency", "counterparty", "account", "flag", "amount"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Null when the text is no valid scene.</summary>
    public static Scene? Read(string text, out IReadOnlyList<string> errors)
    {
        try
        {
            var scene = JsonSerializer.Deserialize<Scene>(text, Json);
            errors = scene is null ? ["The file has no scene in it."] : [.. Errors(scene)];
            return errors.Count == 0 ? scene : null;
        }
        catch (JsonException exception)
        {
            var field = exception.Path is { Length: > 2 } path ? path[2..] + ": " : "";
            errors = [field + exception.Message.Split(" Path: ")[0]];
            return null;
        }
    }

    private static IEnumerable<string> Errors(Scene scene)
    {
        if (string.IsNullOrWhiteSpace(scene.Name)) yield return "name must not be empty.";
        if (scene.Rate is not (> 0 and <= 5_000)) yield return "rate must be above 0 and at most 5000.";
        if (scene.Seconds is < 1 or > 600) yield return "seconds must be between 1 and 600.";
        if (scene.CalmSeconds is < 0 or > 3_600) yield return "calmSeconds must be between 0 and 3600.";
        if (scene.HistorySeconds is < 80 or > 3_500) yield return "historySeconds must be between 80 and 3500.";
        if (scene.Rate > 0 && scene.Rate * scene.HistorySeconds < 400) yield return "historySeconds must give at least 400 payments at this rate.";
        if (!IsShare(scene.FailureRate)) yield return "failureRate must be between 0 and 1.";
        foreach (var (name, weights) in new[] { ("sources", scene.Sources), ("currencies", scene.Currencies) })
            if (weights.Count == 0 || weights.Values.Any(w => !(w > 0))) yield return $"{name} must have weights above 0.";
        for (var i = 0; i < scene.Rhythm.Count; i++)
        {
            if (scene.Rhythm[i].Factor is not (>= 0 and <= 100)) yield return $"rhythm[{i}].factor must be between 0 and 100.";
            if (i > 0 && scene.Rhythm[i].Second <= scene.Rhythm[i - 1].Second)
                yield return $"rhythm[{i}].second must be after that of the point before.";
        }

        foreach (var error in scene.Changes.SelectMany((c, i) => Errors(scene, c, $"changes[{i}]"))) yield return error;
        foreach (var error in scene.Extra.SelectMany((e, i) => Errors(e, $"extra[{i}]"))) yield return error;
        if (scene.Expect is { } expect)
            foreach (var error in Errors(expect)) yield return error;
    }

    private static IEnumerable<string> Errors(Scene scene, SceneChange change, string at)
    {
        foreach (var (field, value) in change.When)
        {
            if (!ChangedFields.Contains(field)) yield return $"{at}.when.{field}: the field must be {Text(ChangedFields)}.";
            if (field == "source" && !scene.Sources.ContainsKey(value)) yield return $"{at}.when.source: {value} is not in sources.";
            if (field == "currency" && !scene.Currencies.ContainsKey(value))
                yield return $"{at}.when.currency: {value} is not in currencies.";
        }

        if (change.To <= change.From) yield return $"{at}.to must be above from.";
        if (!IsShare(change.Share)) yield return $"{at}.share must be between 0 and 1.";
        if (change.Slower is not (> 0 and <= 1_000)) yield return $"{at}.slower must be above 0 and at most 1000.";
        if (change.Copies is < 0 or > 100) yield return $"{at}.copies must be between 0 and 100.";
        if (change is { FailureReason: null, Slower: 1, Silent: false, Copies: 0 })
            yield return $"{at} must change something: failureReason, slower, silent or copies.";
    }

    private static IEnumerable<string> Errors(ExtraPayments extra, string at)
    {
        if (extra.PerSecond is not (> 0 and <= 5_000)) yield return $"{at}.perSecond must be above 0 and at most 5000.";
        if (extra.To <= extra.From) yield return $"{at}.to must be above from.";
        if (!IsShare(extra.FailureRate)) yield return $"{at}.failureRate must be between 0 and 1.";
    }

    private static IEnumerable<string> Errors(Expectation expect)
    {
        if (!Measures.Contains(expect.Measure)) yield return $"expect.measure must be {Text(Measures)}.";
        foreach (var field in expect.Conditions.Keys.Where(f => !CauseFields.Contains(f)))
            yield return $"expect.conditions.{field}: the field must be {Text(CauseFields)}.";
        if (expect.Conditions.Count > 2) yield return "expect.conditions must have at most two fields.";
        if (expect.WithinSeconds is < 1 or > 600) yield return "expect.withinSeconds must be between 1 and 600.";
        if (expect.BeganWithinSeconds is < 0 or > 60) yield return "expect.beganWithinSeconds must be between 0 and 60.";
    }

    private static bool IsShare(double share) => share is >= 0 and <= 1;

    private static string Text(string[] names) => string.Join(", ", names[..^1]) + " or " + names[^1];
}
