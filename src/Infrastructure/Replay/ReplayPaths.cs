namespace Dashboard.Infrastructure.Replay;

/// <summary>Finds files by the paths that the command line gives.</summary>
internal static class ReplayPaths
{
    private static readonly EnumerationOptions Matching = new() { MatchType = MatchType.Simple };

    /// <summary>The full path of an existing file, or null.</summary>
    /// <remarks>
    /// `dotnet run --project` starts the program in the project's folder, so a path that was right where it was typed is found above.
    /// </remarks>
    public static string? Find(string path)
    {
        foreach (var folder in FolderAndThoseAbove())
        {
            var candidate = Path.GetFullPath(path, folder);
            if (File.Exists(candidate)) return candidate;
        }

        return null;
    }

    /// <summary>The files of a list of paths and patterns, in the order of the list; those of a pattern in the order of their
    /// names. A part of the list that names no file gives an empty list of its own.</summary>
    public static IReadOnlyList<(string Part, IReadOnlyList<string> Files)> FindAll(string list)
    {
        // A file may have a semicolon in its name.
        if (Find(list) is { } single) return [(list, [single])];
        var parts = list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. parts.Select(p => (p, Matches(p)))];
    }

    private static List<string> Matches(string part)
    {
        if (Find(part) is { } file) return [file];
        if (!part.AsSpan().ContainsAny('*', '?')) return [];
        foreach (var folder in FolderAndThoseAbove())
        {
            var files = Expand(Path.GetFullPath(part, folder));
            if (files.Count > 0) return files;
        }

        return [];
    }

    // One folder of the path after the other, so that folders may be patterns, too.
    private static List<string> Expand(string pattern)
    {
        var root = Path.GetPathRoot(pattern)!;
        var steps = pattern[root.Length..].Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        IEnumerable<string> folders = [root];
        foreach (var step in steps[..^1])
        {
            folders = step.AsSpan().ContainsAny('*', '?')
                ? [.. folders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateDirectories(f, step, Matching))]
                : [.. folders.Select(f => Path.Combine(f, step))];
        }

        return
        [
            .. folders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, steps[^1], Matching))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> FolderAndThoseAbove()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
            yield return folder.FullName;
    }
}
