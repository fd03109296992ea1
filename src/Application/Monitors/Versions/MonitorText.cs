using System.Globalization;
using System.Text;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Monitors.Versions;

/// <summary>Monitors as text: a line <c>monitor name</c>, and below it lines of <c>field: value</c>. Fields that are absent have their
/// defaults. What is written is read as the same.</summary>
public static class MonitorText
{
    public const int MaxLength = 100_000;

    private static readonly (string Name, Measure Value)[] Measures =
    [
        ("failureRate", Measure.FailureRate), ("flaggedShare", Measure.FlaggedShare), ("slowShare", Measure.SlowShare),
        ("silence", Measure.Silence),
    ];

    public static string Write(IEnumerable<MonitorVersion> monitors) =>
        string.Join('\n', monitors.Select(m => $"monitor {m.Name}\n{Write(m.Content)}"));

    public static string Write(MonitorContent content)
    {
        var text = new StringBuilder();
        void Line(string field, string? value)
        {
            if (value is not null) text.Append(CultureInfo.InvariantCulture, $"  {field}: {value}\n");
        }

        Line("measure", Measures.First(m => m.Value == content.Measure).Name);
        if (!content.IsOn) Line("on", "false");
        Line("source", content.Source);
        Line("currency", content.Currency);
        Line("limit", content.Limit is { } limit ? Number(limit) : null);
        Line("minimumRise", Number(content.MinimumRise));
        Line("minimumPayments", content.MinimumPayments.ToString(CultureInfo.InvariantCulture));
        Line("certainty", Number(content.Certainty));
        Line("quietSeconds", Number(content.Quiet.TotalSeconds));
        Line("description", content.Description);
        return text.ToString();
    }

    /// <summary>The monitors of a text, in its order.</summary>
    /// <param name="errors">What is wrong, with line numbers; then the monitors are not to be used.</param>
    public static IReadOnlyList<(string Name, MonitorContent Content)> Read(string text, out IReadOnlyList<string> errors)
    {
        var found = new List<(string Name, MonitorContent Content)>();
        var wrong = new List<string>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (!line.StartsWith("monitor ", StringComparison.Ordinal))
            {
                wrong.Add(At(i, "a line \"monitor name\" must come before the fields"));
                break;
            }

            var (name, first) = (line[8..].Trim(), i);
            if (!RuleVersion.IsName(name)) wrong.Add(At(i, "the name must be of lower-case letters, digits, _ or -"));
            if (found.Exists(f => f.Name == name)) wrong.Add(At(i, $"the monitor {name} is in the text twice"));
            var fields = new Dictionary<string, (int Line, string Value)>();
            for (; i + 1 < lines.Length && !lines[i + 1].TrimStart().StartsWith("monitor ", StringComparison.Ordinal); i++)
            {
                var field = lines[i + 1].Trim();
                if (field.Length == 0 || field[0] == '#') continue;
                var parts = field.Split(':', 2);
                if (parts.Length < 2 || !fields.TryAdd(parts[0].Trim(), (i + 1, parts[1].Trim())))
                    wrong.Add(At(i + 1, "must be \"field: value\", each field once"));
            }

            if (Content(fields, first, wrong) is { } content) found.Add((name, content));
        }

        errors = wrong;
        return found;
    }

    /// <summary>What is wrong with a content: field → message.</summary>
    public static IEnumerable<(string Field, string Message)> Errors(MonitorContent content)
    {
        if (!Enum.IsDefined(content.Measure)) yield return ("measure", "must be " + Names);
        if (content.Source is { } source && (source.Length is 0 or > Transaction.MaxSourceLength || source.Any(char.IsControl)))
            yield return ("source", $"must have 1 to {Transaction.MaxSourceLength} characters");
        if (content.Currency is { } currency && !Domain.Currencies.Currency.TryFromCode(currency, out _))
            yield return ("currency", "must be an ISO 4217 code");
        if (content is { Measure: Measure.Silence, Currency: not null })
            yield return ("currency", "a silence is of a source, not of a currency");
        if (content is { Measure: Measure.Silence, Limit: not null }) yield return ("limit", "a silence has no limit");
        if (content.Limit is not (null or (>= 0.001 and <= 0.999))) yield return ("limit", "must be between 0.001 and 0.999");
        if (content.MinimumRise is not (>= 0.001 and <= 0.9)) yield return ("minimumRise", "must be between 0.001 and 0.9");
        if (content.MinimumPayments is < 5 or > 10_000) yield return ("minimumPayments", "must be between 5 and 10000");
        if (content.Certainty is not (>= 5 and <= 200)) yield return ("certainty", "must be between 5 and 200");
        if (content.Quiet < TimeSpan.FromSeconds(5) || content.Quiet > TimeSpan.FromHours(1))
            yield return ("quietSeconds", "must be between 5 and 3600");
        if (content.Description is { } text && (text.Length is 0 or > MonitorContent.MaxDescriptionLength || text.Any(char.IsControl)))
            yield return ("description", $"must have 1 to {MonitorContent.MaxDescriptionLength} characters, in one line");
    }

    private static string Names => string.Join(", ", Measures.Select(m => m.Name));

    private static MonitorContent? Content(Dictionary<string, (int Line, string Value)> fields, int first, List<string> wrong)
    {
        var before = wrong.Count;
        string? Text(string field) => fields.Remove(field, out var found) ? found.Value : null;
        double Decimal(string field, double absent)
        {
            if (!fields.Remove(field, out var found)) return absent;
            if (double.TryParse(found.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
                return number;
            wrong.Add(At(found.Line, $"{field} must be a number"));
            return absent;
        }

        var absent = new MonitorContent { Measure = Measure.FailureRate };
        var measure = Text("measure");
        if (Array.TrueForAll(Measures, m => m.Name != measure)) wrong.Add(At(first, "measure must be " + Names));
        var on = Text("on");
        if (on is not (null or "true" or "false")) wrong.Add(At(first, "on must be true or false"));
        var content = new MonitorContent
        {
            Measure = Measures.FirstOrDefault(m => m.Name == measure).Value,
            IsOn = on != "false",
            Source = Text("source"),
            Currency = Text("currency"),
            Limit = fields.ContainsKey("limit") ? Decimal("limit", 0) : null,
            MinimumRise = Decimal("minimumRise", absent.MinimumRise),
            MinimumPayments = (int)Math.Clamp(Decimal("minimumPayments", absent.MinimumPayments), 0, int.MaxValue),
            Certainty = Decimal("certainty", absent.Certainty),
            Quiet = TimeSpan.FromSeconds(Math.Clamp(Decimal("quietSeconds", absent.Quiet.TotalSeconds), 0, 1_000_000)),
            Description = Text("description"),
        };
        foreach (var (name, (line, _)) in fields) wrong.Add(At(line, $"there is no field {name}"));
        wrong.AddRange(Errors(content).Select(e => At(first, $"{e.Field} {e.Message}")));
        return wrong.Count == before ? content : null;
    }

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string At(int line, string error) => string.Create(CultureInfo.InvariantCulture, $"line {line + 1}: {error}");
}
