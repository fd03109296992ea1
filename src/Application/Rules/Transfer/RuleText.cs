using System.Globalization;
using System.Text;
using Dashboard.Application.Rules.Versions;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Rules;

namespace Dashboard.Application.Rules.Transfer;

/// <summary>A rule in a text of rules.</summary>
/// <param name="Line">Of its first line, from 1.</param>
internal sealed record WrittenRule(int Line, string Name, string? Description, AlertSeverity Severity, string Expression);

/// <summary>All rules as one text that people can review and compare: a block for each rule, in the order of the names.</summary>
internal static class RuleText
{
    private const string Heading = "# Rules, as GET /api/v1/rules/export writes and POST /api/v1/rules/import reads them.\n"
        + "# An import makes drafts of what differs. It changes no state.\n";

    private const string Indent = "  ";

    public static string Write(IEnumerable<StoredRule> rules)
    {
        var text = new StringBuilder(Heading);
        foreach (var rule in rules.OrderBy(r => r.Name, StringComparer.Ordinal))
        {
            var latest = rule.Latest;
            text.Append(CultureInfo.InvariantCulture, $"\nrule {rule.Name}\n");
            text.Append(CultureInfo.InvariantCulture, $"# version {latest.Number}, {latest.State}\n");
            foreach (var other in rule.Versions.Where(v => v.IsAsked && v.Number != latest.Number))
                text.Append(CultureInfo.InvariantCulture, $"# in use: version {other.Number}, {other.State}: {other.Canonical}\n");
            text.Append(CultureInfo.InvariantCulture, $"severity: {latest.Severity}\n");
            if (latest.Description is { } description) text.Append(CultureInfo.InvariantCulture, $"description: {description}\n");
            text.Append("text:\n");
            foreach (var line in latest.Expression.ReplaceLineEndings("\n").Split('\n')) text.Append(Indent).Append(line).Append('\n');
        }

        return text.ToString();
    }

    /// <param name="text">As <see cref="Write"/> gives it.</param>
    /// <param name="errors">What cannot be read, each with its line; empty when all can.</param>
    public static IReadOnlyList<WrittenRule> Read(string text, out IReadOnlyList<string> errors)
    {
        var (rules, found) = (new List<WrittenRule>(), new List<string>());
        errors = found;
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length;)
        {
            if (IsBlank(lines[i])) i++;
            else if (lines[i].StartsWith("rule ", StringComparison.Ordinal)) i = ReadRule(lines, i, rules, found);
            else found.Add(At(i++, "a rule begins with 'rule' and its name"));
        }

        foreach (var twice in rules.GroupBy(r => r.Name).Where(g => g.Count() > 1))
            found.Add(At(twice.Last().Line - 1, $"the rule {twice.Key} is in the text twice"));
        return rules;
    }

    private static int ReadRule(string[] lines, int first, List<WrittenRule> rules, List<string> errors)
    {
        var name = lines[first]["rule ".Length..].Trim();
        if (!RuleVersion.IsName(name)) errors.Add(At(first, $"'{name}' is no name of a rule"));
        string? description = null;
        var severity = AlertSeverity.Warning;
        var i = first + 1;
        for (; i < lines.Length && lines[i].Trim() != "text:"; i++)
        {
            if (IsBlank(lines[i])) continue;
            var colon = lines[i].IndexOf(':', StringComparison.Ordinal);
            var (field, value) = colon < 0 ? (lines[i], "") : (lines[i][..colon], lines[i][(colon + 1)..].Trim());
            if (field == "description") description = value;
            else if (field == "severity" && Enum.TryParse(value, out severity) && Enum.IsDefined(severity)) continue;
            else if (lines[i].StartsWith("rule ", StringComparison.Ordinal)) break;
            else errors.Add(At(i, "is none of description, severity (Info, Warning, Critical) and text"));
        }

        if (i == lines.Length || lines[i].Trim() != "text:")
        {
            errors.Add(At(first, $"the rule {name} has no text"));
            return i;
        }

        var expression = new List<string>();
        for (i++; i < lines.Length && (lines[i].StartsWith(Indent, StringComparison.Ordinal) || lines[i].Length == 0); i++)
            expression.Add(lines[i].Length == 0 ? "" : lines[i][Indent.Length..]);
        rules.Add(new WrittenRule(first + 1, name, description, severity, string.Join('\n', expression).TrimEnd('\n')));
        return i;
    }

    private static bool IsBlank(string line) => line.Trim() is var text && (text.Length == 0 || text[0] == '#');

    private static string At(int line, string error) => string.Create(CultureInfo.InvariantCulture, $"line {line + 1}: {error}");
}
