namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>How the text of a file is divided into cells.</summary>
/// <param name="Delimiter">The character between two cells.</param>
/// <param name="Encoding">The name of the encoding; null means UTF-8. A byte order mark in the file wins.</param>
/// <param name="Skip">Lines before the heading, or before the first row of a file without a heading.</param>
/// <param name="Heading">False for a file whose columns have numbers instead of names.</param>
internal sealed record FileFormat(char Delimiter = ',', string? Encoding = null, int Skip = 0, bool Heading = true);
