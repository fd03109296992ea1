using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Dashboard.Infrastructure.Replay.Rows;

namespace Dashboard.Infrastructure.Replay;

/// <summary>Section <c>Replay</c>: a CSV file whose rows are put in as transactions (docs/replay.md).</summary>
public sealed class ReplayOptions : IValidatableObject
{
    public const string MaxSpeed = "max";

    /// <summary>
    /// The file, plain or gzip-compressed. A relative path is searched in the working directory and then in each folder above it.
    /// </summary>
    /// <value>The path of an existing file.</value>
    /// <remarks>Without a file nothing is replayed, and the other keys of this section are not read.</remarks>
    public string? File { get; set; }

    /// <summary>How a row of the file becomes a transaction.</summary>
    /// <value>
    /// The path of a mapping file, or the name of one that comes with the program: <c>birmingham</c>, <c>online-retail</c>,
    /// <c>tabformer</c>, <c>ulb</c>, <c>amlsim</c>.
    /// </value>
    /// <remarks>Required with <see cref="File"/>.</remarks>
    public string? Mapping { get; set; }

    /// <summary>
    /// How fast the rows are put in: <c>1</c> keeps the pace of the file, <c>10</c> is ten times as fast, <c>max</c> does not wait.
    /// </summary>
    /// <value>A number above 0, or <c>max</c>.</value>
    /// <remarks>When the pipeline is full, the replay waits.</remarks>
    public string Speed { get; set; } = MaxSpeed;

    /// <summary>The speed as a factor; null for <c>max</c>.</summary>
    internal double? Factor => Speed == MaxSpeed ? null : double.Parse(Speed, NumberStyles.Float, CultureInfo.InvariantCulture);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(File)) yield break;
        if (ReplayPaths.Find(File) is null) yield return new ValidationResult($"Replay:File '{File}' does not exist.");
        if (Speed != MaxSpeed && !IsFactor(Speed))
            yield return new ValidationResult($"Replay:Speed '{Speed}' is neither a number above 0 nor '{MaxSpeed}'.");
        if (MappingError() is { } error) yield return new ValidationResult(error);
    }

    private static bool IsFactor(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor > 0 && double.IsFinite(factor);

    private string? MappingError()
    {
        if (string.IsNullOrEmpty(Mapping)) return "Replay:Mapping is required with Replay:File.";
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

/// <summary>Finds files by the paths that the command line gives.</summary>
internal static class ReplayPaths
{
    /// <summary>The full path of an existing file, or null.</summary>
    /// <remarks>
    /// `dotnet run --project` starts the program in the project's folder, so a path that was right where it was typed is found above.
    /// </remarks>
    public static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.GetFullPath(path, folder.FullName);
            if (System.IO.File.Exists(candidate)) return candidate;
        }

        return null;
    }
}
