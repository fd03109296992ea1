using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Infrastructure.Replay.Rows.Fields;

namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>Says how a row of a CSV file becomes a transaction. The texts are templates; see <see cref="Template"/>.</summary>
internal sealed record ReplayMapping
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>For readers of the mapping: the file that it is for, and the decisions behind it.</summary>
    public string? Description { get; init; }

    /// <summary>One character or <c>tab</c>; several with <c>|</c> between them: the first with which the heading has every
    /// column.</summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>The name of the file's encoding, such as <c>windows-1252</c>; several with <c>|</c> between them: the first in which the
    /// whole file is text. Null means UTF-8.</summary>
    public string? Encoding { get; init; }

    /// <summary>Lines before the heading.</summary>
    public int Skip { get; init; }

    /// <summary>True to take the first line that has every column of the mapping as the heading.</summary>
    public bool FindHeading { get; init; }

    /// <summary>The character around a cell that contains delimiters: <c>"</c> or <c>'</c>.</summary>
    public string Quote { get; init; } = "\"";

    /// <summary>True when rows may have more or fewer cells than the heading or the first row; a missing cell counts as empty.</summary>
    public bool Ragged { get; init; }

    /// <summary>False for a file without a heading; its columns are <c>{1}</c>, <c>{2}</c> …</summary>
    public bool Heading { get; init; } = true;

    /// <summary>The decimal sign of amounts: <c>.</c> or <c>,</c>.</summary>
    public string Decimal { get; init; } = ".";

    /// <summary>The sign between groups of three digits; null when amounts have none.</summary>
    public string? Thousands { get; init; }

    /// <summary>The time zone of times without an offset, such as <c>Europe/Berlin</c>; null means UTC.</summary>
    public string? Zone { get; init; }

    public required string Source { get; init; }

    public required string Account { get; init; }

    public string? Counterparty { get; init; }

    public string? Reference { get; init; }

    public required string Currency { get; init; }

    public required AmountMapping Amount { get; init; }

    public required TimeMapping CreatedAt { get; init; }

    /// <summary>Completed, Failed, Pending or Ignore, mostly through a table of <see cref="Values"/>; null means Completed.</summary>
    public string? Status { get; init; }

    /// <summary>Why the transaction failed; only read for rows that are Failed.</summary>
    public string? FailureReason { get; init; }

    /// <summary>When the transaction ended; null or an empty cell means <see cref="CreatedAt"/>.</summary>
    public TimeMapping? CompletedAt { get; init; }

    /// <summary>True to have the rows processed by the gateway instead of observed.</summary>
    public bool Process { get; init; }

    /// <summary>True to cut a counterparty or a failure reason that is too long; false to reject the row.</summary>
    public bool Shorten { get; init; }

    /// <summary>For each field a table of values: a text of the file, and what it means.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Values { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>How the file is divided into cells.</summary>
    [JsonIgnore]
    public FileFormat Format => new(Delimiters[0] ?? ',', Encoding, Skip, Heading)
    {
        OtherDelimiters = [.. Delimiters.Skip(1).Select(d => d ?? ',')],
        FindHeading = FindHeading,
        Columns = [.. Templates.SelectMany(t => Template.Parse(t.Text).Required())],
        Ragged = Ragged,
        Quote = Quote[0],
    };

    /// <summary>The templates with the keys that they belong to.</summary>
    [JsonIgnore]
    public IEnumerable<(string Key, string Text)> Templates =>
        from pair in new (string Key, string? Text)[]
        {
            ("source", Source), ("account", Account), ("counterparty", Counterparty), ("reference", Reference), ("currency", Currency),
            ("amount.text", Amount.Text), ("amount.debit", Amount.Debit), ("amount.credit", Amount.Credit), ("amount.sign", Amount.Sign),
            ("amount.times", Amount.Times), ("createdAt.text", CreatedAt.Text), ("status", Status), ("failureReason", FailureReason),
            ("completedAt.text", CompletedAt?.Text),
        }
        where pair.Text is not null
        select (pair.Key, pair.Text);

    // Null for a text that is no delimiter.
    private List<char?> Delimiters => [.. (Delimiter is "|" ? [Delimiter] : Delimiter.Split('|')).Select(text => text switch
    {
        "tab" => '\t',
        { Length: 1 } when text[0] is not ('"' or '\r' or '\n') => text[0],
        _ => (char?)null,
    })];

    private static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "Mappings");

    /// <summary>Names of the mappings that come with the program.</summary>
    public static IReadOnlyList<string> ShippedNames { get; } =
        [.. Directory.GetFiles(ShippedFolder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    /// <summary>Reads a mapping file by its path, or by the name of a mapping that comes with the program.</summary>
    /// <exception cref="ReplayException">There is no such mapping, or it is not valid; the message names the file and the key.</exception>
    public static ReplayMapping Load(string pathOrName)
    {
        var shipped = Path.Combine(ShippedFolder, pathOrName + ".json");
        var path = ReplayPaths.Find(pathOrName) ?? (File.Exists(shipped) ? shipped : null)
            ?? throw new ReplayException(
                $"Replay:Mapping '{pathOrName}' is neither a file nor the name of a mapping that comes with the program.");
        return Parse(File.ReadAllText(path), $"The mapping '{pathOrName}'");
    }

    /// <summary>Reads a mapping that comes with the program, for callers that may name no file.</summary>
    /// <returns>Null when there is none with this name.</returns>
    public static ReplayMapping? LoadShipped(string name) =>
        ShippedNames.Contains(name) ? Parse(File.ReadAllText(Path.Combine(ShippedFolder, name + ".json")), name) : null;

    /// <param name="shownName">How a message names the mapping.</param>
    /// <exception cref="ReplayException">The mapping is not valid; the message names the key.</exception>
    public static ReplayMapping Parse(string json, string shownName)
    {
        try
        {
            var mapping = JsonSerializer.Deserialize<ReplayMapping>(json, Json) ?? throw new ReplayException($"{shownName} is empty.");
            if (mapping.Errors().FirstOrDefault() is { } error) throw new ReplayException($"{shownName} is not valid: {error}.");
            return mapping;
        }
        catch (JsonException exception)
        {
            throw new ReplayException($"{shownName} is not valid: {exception.Message}", exception);
        }
    }

    private IEnumerable<string> Errors()
    {
        foreach (var (key, text) in Templates)
            if (TemplateError(text) is { } error) yield return $"{key} {error}";

        if (Delimiters.Contains(null)) yield return "delimiter must be one character, or \"tab\", or several of them with | between them";
        foreach (var name in Encoding?.Split('|') ?? [])
            if (FileText.Find(name) is null) yield return $"encoding '{name}' is unknown";
        if (Skip is < 0 or > 1_000) yield return "skip must be 0 to 1000";
        if (Quote is not ("\"" or "'")) yield return "quote must be \" or '";
        if (!Heading && (FindHeading || Delimiters.Count > 1)) yield return "findHeading and several delimiters need a heading";
        if (NumberFormat.Error(Decimal, Thousands) is { } numbers) yield return numbers;
        if (Zone is not null && !(IsZoneName(Zone) && TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _)))
            yield return $"zone '{Zone}' is unknown";
        foreach (var error in Amount.Errors().Concat(CreatedAt.Errors("createdAt")).Concat(CompletedAt?.Errors("completedAt") ?? []))
            yield return error;
        if (Process && (Status ?? FailureReason ?? CompletedAt?.Text) is not null)
            yield return "process excludes status, failureReason and completedAt";
        foreach (var error in ValueTables.Errors(Values)) yield return error;
    }

    // The system looks for a zone among its files. A caller must not name any other file by it.
    private static bool IsZoneName(string zone) =>
        zone.Length is > 0 and <= 64 && zone[0] != '/'
        && zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '-' or '/' or ' ');

    private static string? TemplateError(string text)
    {
        try
        {
            Template.Parse(text);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }
}
