using System.Globalization;
using System.Text;
using Dashboard.Application.Common;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Rules.Labels;

/// <summary>A row of a file of labels. It has an id, or a reference.</summary>
internal sealed record LabelLine(int Line, TransactionId? Id, string? Source, string? Reference, FraudLabel Label, string? Note);

/// <summary>Reads a CSV file of chargebacks: a heading with <c>id</c> or <c>reference</c>, and perhaps <c>source</c>, <c>label</c> and
/// <c>note</c>. A row without a label says fraud.</summary>
internal static class LabelFile
{
    private static readonly string[] Known = ["id", "reference", "source", "label", "note"];

    /// <param name="text">Separated by commas or semicolons, as its heading is.</param>
    /// <param name="errors">What cannot be read, each with its line.</param>
    public static IReadOnlyList<LabelLine> Read(string text, out IReadOnlyList<string> errors)
    {
        var (rows, found) = (new List<LabelLine>(), new List<string>());
        errors = found;
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        var separator = lines[0].Contains(';', StringComparison.Ordinal) ? ';' : ',';
        var names = Fields(lines[0], separator)?.ConvertAll(n => n.Trim().ToLowerInvariant()) ?? [];
        if (names.Except(Known).Any() || names.Distinct().Count() != names.Count || !(names.Contains("id") || names.Contains("reference")))
        {
            found.Add("line 1: the heading must name id or reference, and may name source, label and note");
            return rows;
        }

        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0) continue;
            if (Row(i + 1, names, Fields(lines[i], separator), out var error) is { } row) rows.Add(row);
            else found.Add(string.Create(CultureInfo.InvariantCulture, $"line {i + 1}: {error}"));
        }

        return rows;
    }

    private static LabelLine? Row(int line, List<string> names, List<string>? fields, out string error)
    {
        error = "the row has other columns than the heading";
        if (fields?.Count != names.Count) return null;
        string? Of(string name) => names.IndexOf(name) is >= 0 and var at && fields[at].Trim() is { Length: > 0 } value ? value : null;

        error = "label must be fraud, legitimate or unclear";
        var label = FraudLabel.Fraud;
        if (Of("label") is { } said
            && (!Enum.TryParse(said, ignoreCase: true, out label) || !Enum.IsDefined(label) || char.IsDigit(said[0])))
            return null;
        error = "note is too long or has characters that are not allowed";
        if (Of("note") is { } note && !TextRules.IsText(note, LabelTransaction.MaxNoteLength)) return null;
        error = "the id is none";
        TransactionId? id = null;
        if (Of("id") is { } written)
        {
            if (!TransactionId.TryParse(written, out var parsed)) return null;
            id = parsed;
        }

        error = "the row has neither an id nor a reference";
        if (id is null && Of("reference") is null) return null;
        return new LabelLine(line, id, Of("source"), Of("reference"), label, Of("note"));
    }

    // A field may stand in quotes; two quotes in it are one. Null when a quote is not closed.
    private static List<string>? Fields(string line, char separator)
    {
        var (fields, field, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[i++]);
            else if (line[i] == '"') isQuoted = !isQuoted;
            else if (line[i] == separator && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(line[i]);
        }

        fields.Add(field.ToString());
        return isQuoted ? null : fields;
    }
}
