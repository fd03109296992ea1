using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Dashboard.Application.History;

namespace Dashboard.Infrastructure.Replay;

/// <summary>Section <c>Replay</c>: a CSV file to be put in after the start.</summary>
public sealed class ReplayOptions : IValidatableObject
{
    public const string MaxSpeed = "max";

    /// <summary>The file, plain or gzip-compressed. A relative path is looked for from the working directory upward.</summary>
    /// <value>Default: none, nothing is replayed.</value>
    public string? File { get; set; }

    /// <summary>Path of a mapping file, or the name of one that comes with the program (birmingham, online-retail, tabformer, ulb, amlsim).</summary>
    public string? Mapping { get; set; }

    /// <summary>How fast: 1 keeps the distances of the file, 10 is ten times as fast, <c>max</c> does not wait.</summary>
    /// <value>A number above 0, or <c>max</c> (the default).</value>
    public string Speed { get; set; } = MaxSpeed;

    /// <summary>The speed as a factor; null for <c>max</c>.</summary>
    internal double? Factor => Speed == MaxSpeed ? null : double.Parse(Speed, NumberStyles.Float, CultureInfo.InvariantCulture);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(File)) yield break;
        if (ReplayPaths.Find(File) is null) yield return new ValidationResult($"Replay:File '{File}' does not exist.");
        if (Speed != MaxSpeed && !(double.TryParse(Speed, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor > 0 && double.IsFinite(factor)))
            yield return new ValidationResult($"Replay:Speed '{Speed}' is neither a number above 0 nor '{MaxSpeed}'.");
        if (MappingError() is { } error) yield return new ValidationResult(error);
    }

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

/// <summary>Finds files that are named on the command line.</summary>
internal static class ReplayPaths
{
    /// <summary>The full path of an existing file, or null.</summary>
    /// <remarks>`dotnet run --project` starts the program in the project's folder, so a path that was right where it was typed is found above.</remarks>
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
