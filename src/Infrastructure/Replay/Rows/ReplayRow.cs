using System.Globalization;

namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>One row of the file, by heading.</summary>
/// <param name="Line">Line of the file where the row begins; the heading is line 1.</param>
/// <param name="Error">Why the row cannot be read; null when it can.</param>
internal sealed record ReplayRow(ReplayFile File, long Line, string[] Cells, string? Error)
{
    /// <summary>The trimmed value of one choice of a placeholder; empty when the row has no such cell.</summary>
    public string Resolve(string choice)
    {
        if (choice.StartsWith('=')) return choice[1..];
        return choice switch
        {
            "#line" => Line.ToString(CultureInfo.InvariantCulture),
            "#file" => File.Name,
            "#checksum" => File.Checksum,
            _ => File.Headings.TryGetValue(choice, out var place) && place < Cells.Length ? Cells[place].Trim() : "",
        };
    }

    /// <summary>True for a choice that is not a column: a fallback text or a fact of the row. A heading may begin with a number
    /// sign.</summary>
    public static bool IsBuiltIn(string choice) => choice.StartsWith('=') || choice is "#line" or "#file" or "#checksum";

    public bool IsBlank => Array.TrueForAll(Cells, string.IsNullOrWhiteSpace);
}
