namespace Dashboard.Infrastructure.Replay.Rows.Fields;

/// <summary>A time: either a text with its format, or a number of units since a start.</summary>
internal sealed record TimeMapping
{
    /// <summary>The format of times of RFC 3339, such as <c>2026-11-30T12:00:00Z</c>.</summary>
    public const string Rfc3339 = "rfc3339";

    public required string Text { get; init; }

    /// <summary>A .NET custom format, such as <c>yyyy-MM-dd</c>, or several with <c>|</c> between them, or
    /// <see cref="Rfc3339"/>.</summary>
    public string? Format { get; init; }

    public DateTimeOffset? Since { get; init; }

    public TimeSpan? Unit { get; init; }

    public IEnumerable<string> Errors(string key)
    {
        var isText = Format is { Length: > 0 } && Since is null && Unit is null;
        var isNumber = Format is null && Since is not null && Unit is not null;
        if (!isText && !isNumber) yield return $"{key} needs either format, or since and unit";
    }
}
