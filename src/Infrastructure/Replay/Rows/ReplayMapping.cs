using System.Text.Json;
using System.Text.Json.Serialization;

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

    public required string Source { get; init; }

    public required string Account { get; init; }

    public string? Counterparty { get; init; }

    public string? Reference { get; init; }

    public required string Currency { get; init; }

    public required AmountMapping Amount { get; init; }

    public required TimeMapping CreatedAt { get; init; }

    /// <summary>Reads a mapping file by its path, or by the name of a mapping that comes with the program.</summary>
    /// <exception cref="ReplayException">There is no such mapping, or it is not valid; the message names the file and the key.</exception>
    public static ReplayMapping Load(string pathOrName)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "Mappings", pathOrName + ".json");
        var path = ReplayPaths.Find(pathOrName) ?? (File.Exists(shipped) ? shipped : null)
            ?? throw new ReplayException(
                $"Replay:Mapping '{pathOrName}' is neither a file nor the name of a mapping that comes with the program.");
        try
        {
            var mapping = JsonSerializer.Deserialize<ReplayMapping>(File.ReadAllText(path), Json)
                ?? throw new ReplayException($"The mapping '{pathOrName}' is empty.");
            mapping.Check(pathOrName);
            return mapping;
        }
        catch (JsonException exception)
        {
            throw new ReplayException($"The mapping '{pathOrName}' is not valid: {exception.Message}", exception);
        }
    }

    private void Check(string mapping)
    {
        (string Key, string? Text)[] templates =
        [
            ("source", Source), ("account", Account), ("counterparty", Counterparty), ("reference", Reference), ("currency", Currency),
            ("amount.text", Amount.Text), ("amount.times", Amount.Times), ("createdAt.text", CreatedAt.Text),
        ];
        foreach (var (key, text) in templates)
        {
            try
            {
                if (text is not null) Template.Parse(text);
            }
            catch (FormatException exception)
            {
                throw new ReplayException($"The mapping '{mapping}' is not valid: {key} {exception.Message}.", exception);
            }
        }

        if (Amount.Round is < 0 or > AmountMapping.MaxRound)
            throw new ReplayException($"The mapping '{mapping}' is not valid: amount.round must be 0 to {AmountMapping.MaxRound}.");
        CreatedAt.Check(mapping);
    }
}

/// <summary>An amount. It is never guessed: a text that is not a plain decimal number is rejected.</summary>
internal sealed record AmountMapping
{
    /// <summary>The highest number of decimals that an amount can be rounded to.</summary>
    public const int MaxRound = 28;

    public required string Text { get; init; }

    /// <summary>A currency sign to be removed from the front, as in <c>$-473.00</c>.</summary>
    public string? Prefix { get; init; }

    /// <summary>A second number; the amount is the exact product of both.</summary>
    public string? Times { get; init; }

    /// <summary>Decimals to round to, half to even; for files with the rounding errors of floating-point numbers. Null never rounds: an
    /// amount with more decimals than its currency has is rejected.</summary>
    public int? Round { get; init; }
}

/// <summary>A time: either a text with its format, or a number of units since a start. Without an offset in the text it is UTC.</summary>
internal sealed record TimeMapping
{
    public required string Text { get; init; }

    /// <summary>A .NET custom format, such as <c>yyyy-MM-dd</c>.</summary>
    public string? Format { get; init; }

    public DateTimeOffset? Since { get; init; }

    public TimeSpan? Unit { get; init; }

    public void Check(string mapping)
    {
        var isText = Format is not null && Since is null && Unit is null;
        var isNumber = Format is null && Since is not null && Unit is not null;
        if (!isText && !isNumber)
            throw new ReplayException($"The mapping '{mapping}' is not valid: createdAt needs either format, or since and unit.");
    }
}
