using System.Globalization;

namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>One row of the file, by heading.</summary>
/// <param name="Line">Line of the file where the row begins; the first line of the file is line 1.</param>
/// <param name="Error">Why the row cannot be read; null when it can.</param>
internal sealed record ReplayRow(ReplayFile File, long Line, string[] Cells, string? Error)
{
    /// <summary>The trimmed value of one choice of a placeholder; empty when the row has no such cell.</summary>
    public string Resolve(TemplateChoice choice) => choice.Kind switch
    {
        ChoiceKind.Fallback => choice.Text,
        ChoiceKind.Line => Line.ToString(CultureInfo.InvariantCulture),
        ChoiceKind.File => File.Name,
        ChoiceKind.Checksum => File.Checksum,
        _ => File.Find(choice.Text) is >= 0 and var place && place < Cells.Length ? Cells[place].Trim() : "",
    };

    public bool IsBlank => Array.TrueForAll(Cells, string.IsNullOrWhiteSpace);
}
