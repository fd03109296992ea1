using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Dashboard.Infrastructure.Replay.Rows;

namespace Dashboard.Infrastructure.Replay;

/// <summary>Section <c>Replay</c>: CSV files whose rows are put in as transactions (docs/replay.md).</summary>
public sealed class ReplayOptions : IValidatableObject
{
    public const string MaxSpeed = "max";

    /// <summary>
    /// The files, plain or gzip-compressed, separated by semicolons. A relative path is searched in the working directory and then in each
    /// folder above it. A path may have the wildcards <c>*</c> and <c>?</c>; its files are taken in the order of their names.
    /// </summary>
    /// <value>Paths of existing files.</value>
    /// <remarks>Without a file nothing is replayed at the start. Files can be uploaded later (docs/rest.md).</remarks>
    public string? File { get; set; }

    /// <summary>How a row of the files becomes a transaction.</summary>
    /// <value>The path of a mapping file, or the name of one that comes with the program; docs/replay.md lists them.</value>
    /// <remarks>Required with <see cref="File"/>, except for a <see cref="Preview"/>.</remarks>
    public string? Mapping { get; set; }

    /// <summary>
    /// How fast the rows are put in: <c>1</c> keeps the pace of the file, <c>10</c> is ten times as fast, <c>max</c> does not wait.
    /// </summary>
    /// <value>A number above 0, or <c>max</c>.</value>
    /// <remarks>When the pipeline is full, the replay waits.</remarks>
    public string Speed { get; set; } = MaxSpeed;

    /// <summary>Whether the rows of all files are read into memory first and put in by their time.</summary>
    /// <remarks>More than 2,000,000 rows end the replay before the first one is put in.</remarks>
    public bool Sort { get; set; }

    /// <summary>Whether the program ends after the summary.</summary>
    /// <remarks>The exit code is 0 when every row is stored, 4 when the replay failed, and 5 when rows were rejected.</remarks>
    public bool Exit { get; set; }

    /// <summary>
    /// Rows to show instead of a replay: what the mapping makes of each one, and which delimiter, encoding, dates and numbers the file
    /// seems to have. Nothing is stored, and the program ends.
    /// </summary>
    /// <remarks>With 0 there is no preview.</remarks>
    [Range(0, 10_000)]
    public int Preview { get; set; }

    /// <summary>Largest size of the files of one upload, in megabytes (docs/rest.md).</summary>
    /// <remarks>A larger upload gets 413, and nothing of it is replayed. The files lie in the system's temporary folder until the replay
    /// ends.</remarks>
    [Range(1, 1_000_000)]
    public int MaxUploadMegabytes { get; set; } = 1_024;

    /// <summary>How long an upload may take.</summary>
    /// <remarks>A slower upload gets 408, and nothing of it is replayed. One upload or replay runs at a time; others get 429.</remarks>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The speed as a factor; null for <c>max</c>.</summary>
    internal double? Factor => TryFactor(Speed, out var factor) ? factor : null;

    /// <summary>Reads a speed.</summary>
    /// <param name="factor">Null for <c>max</c>.</param>
    public static bool TryFactor(string text, out double? factor)
    {
        factor = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        return text == MaxSpeed || (factor is { } speed && speed > 0 && double.IsFinite(speed));
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(File)) yield break;
        foreach (var (part, files) in ReplayPaths.FindAll(File))
            if (files.Count == 0) yield return new ValidationResult($"Replay:File '{part}' does not exist.");
        if (!TryFactor(Speed, out _))
            yield return new ValidationResult($"Replay:Speed '{Speed}' is neither a number above 0 nor '{MaxSpeed}'.");
        if (MappingError() is { } error) yield return new ValidationResult(error);
    }

    private string? MappingError()
    {
        if (string.IsNullOrEmpty(Mapping)) return Preview > 0 ? null : "Replay:Mapping is required with Replay:File.";
        try
        {
            ReplayMapping.Load(Mapping);
            return null;
        }
        catch (ReplayException exception)
        {
            return exception.Message;
        }
    }
}
