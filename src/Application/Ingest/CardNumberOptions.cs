namespace Dashboard.Application.Ingest;

/// <summary>Section <c>Ingest</c>: what happens to card numbers in the texts of transactions, whichever feed brings them.</summary>
public sealed class CardNumberOptions
{
    /// <summary>
    /// What happens to a text that is a card number or has one in it: 13 to 19 digits with the first digits of an issuer and a correct
    /// check digit, with or without spaces, hyphens and dots between them.
    /// </summary>
    /// <remarks>
    /// <c>Allow</c> stores it, and the log warns once. <c>Truncate</c> keeps the first six and last four digits of an account, a
    /// counterparty or a failure reason. It rejects the item when the number is in a text that identifies it (source, reference,
    /// idempotency key), because two cards may be truncated to one text. <c>Refuse</c> rejects the item. An error names the field, never
    /// the number. All are counted in <c>dashboard_card_numbers_total</c>.
    /// </remarks>
    public CardNumberPolicy CardNumbers { get; set; } = CardNumberPolicy.Allow;
}

public enum CardNumberPolicy
{
    /// <summary>Store it as it is.</summary>
    Allow,

    /// <summary>Keep the first six and the last four digits; reject the item when a text that identifies it has a card number.</summary>
    Truncate,

    /// <summary>Reject the item.</summary>
    Refuse,
}
