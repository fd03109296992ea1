namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>How the text of a file is divided into cells.</summary>
/// <param name="Delimiter">The character between two cells.</param>
/// <param name="Encoding">The name of the encoding, or several with <c>|</c> between them; null means UTF-8. A byte order mark in the file
/// wins.</param>
/// <param name="Skip">Lines before the heading, or before the first row of a file without a heading.</param>
/// <param name="Heading">False for a file whose columns have numbers instead of names.</param>
internal sealed record FileFormat(char Delimiter = ',', string? Encoding = null, int Skip = 0, bool Heading = true)
{
    /// <summary>Further characters that may stand between two cells. The heading decides: it must have every column.</summary>
    public IReadOnlyList<char> OtherDelimiters { get; init; } = [];

    /// <summary>True to take the first line that has every column as the heading.</summary>
    public bool FindHeading { get; init; }

    /// <summary>The columns that a heading must have; each one with all its names.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Columns { get; init; } = [];

    /// <summary>True when rows may have more or fewer cells than the heading or the first row.</summary>
    public bool Ragged { get; init; }

    /// <summary>The character around a cell that contains delimiters or line breaks.</summary>
    public char Quote { get; init; } = '"';
}
