using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Infrastructure.Replay.Rows.Fields;

/// <summary>An amount: one column, or a column for each direction. It is never guessed: a text that is not a number in the file's notation
/// is rejected.</summary>
[JsonConverter(typeof(AmountMappingConverter))]
internal sealed record AmountMapping
{
    /// <summary>The highest number of decimals that an amount can be rounded to.</summary>
    public const int MaxRound = 28;

    public string? Text { get; init; }

    /// <summary>Column of money that goes out: the amount is negative, whatever sign the cell has. Zero counts as empty.</summary>
    public string? Debit { get; init; }

    /// <summary>Column of money that comes in. Zero counts as empty.</summary>
    public string? Credit { get; init; }

    /// <summary>A word for the direction, with a table of <c>values</c> that makes it <c>+</c> or <c>-</c>.</summary>
    public string? Sign { get; init; }

    /// <summary>True to turn the sign, for files that write a purchase as a negative number and mean a payment, or the other way
    /// round.</summary>
    public bool Negate { get; init; }

    /// <summary>A text to be removed from the front that is no currency sign or code, as in <c>Rs. 473.00</c>.</summary>
    public string? Prefix { get; init; }

    /// <summary>A second number; the amount is the exact product of both.</summary>
    public string? Times { get; init; }

    /// <summary>Decimals to round to, half to even; for files with the rounding errors of floating-point numbers. Null never rounds: an
    /// amount with more decimals than its currency has is rejected.</summary>
    public int? Round { get; init; }

    public IEnumerable<string> Errors()
    {
        if ((Text is null) == (Debit is null && Credit is null)) yield return "amount needs either text, or debit and credit";
        if (Sign is not null && Text is null) yield return "amount.sign needs amount.text";
        if (Round is < 0 or > MaxRound) yield return $"amount.round must be 0 to {MaxRound}";
    }
}

/// <summary>Reads an amount that is written as a template only: <c>"amount": "{Betrag}"</c>.</summary>
internal sealed class AmountMappingConverter : JsonConverter<AmountMapping>
{
    public override AmountMapping Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return new AmountMapping { Text = reader.GetString() };
        var parts = JsonSerializer.Deserialize<Parts>(ref reader, options) ?? throw new JsonException("amount is null");
        return new AmountMapping
        {
            Text = parts.Text,
            Debit = parts.Debit,
            Credit = parts.Credit,
            Sign = parts.Sign,
            Negate = parts.Negate,
            Prefix = parts.Prefix,
            Times = parts.Times,
            Round = parts.Round,
        };
    }

    public override void Write(Utf8JsonWriter writer, AmountMapping value, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    private sealed record Parts(
        string? Text = null, string? Debit = null, string? Credit = null, string? Sign = null, bool Negate = false, string? Prefix = null,
        string? Times = null, int? Round = null);
}
