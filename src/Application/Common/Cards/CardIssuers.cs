namespace Dashboard.Application.Common.Cards;

/// <summary>The first digits and lengths of the card numbers that are in use, by the networks that issue them (ISO/IEC 7812).</summary>
internal static class CardIssuers
{
    public const int MinLength = 13;
    public const int MaxLength = 19;

    /// <summary>How many first digits tell the issuers apart.</summary>
    public const int PrefixLength = 4;

    private static readonly Range[] Ranges =
    [
        new(1000, 1999, 15, 15), // UATP
        new(2014, 2014, 15, 15), // enRoute
        new(2149, 2149, 15, 15), // enRoute
        new(2200, 2204, 16, 19), // Mir
        new(2205, 2205, 16, 16), // Borica
        new(2221, 2720, 16, 16), // Mastercard
        new(3000, 3059, 14, 19), // Diners Club
        new(3095, 3095, 14, 19), // Diners Club
        new(3400, 3499, 15, 15), // American Express
        new(3528, 3589, 16, 19), // JCB
        new(3600, 3699, 14, 19), // Diners Club
        new(3700, 3799, 15, 15), // American Express
        new(3800, 3999, 14, 19), // Diners Club
        new(4000, 4999, 13, 13), // Visa
        new(4000, 4999, 16, 16), // Visa, Dankort, Elo
        new(4000, 4999, 19, 19), // Visa
        new(5000, 5099, 13, 19), // Maestro, Elo, Verve, RuPay, Dankort
        new(5100, 5599, 16, 16), // Mastercard
        new(5600, 5899, 13, 19), // Maestro
        new(6000, 6099, 13, 19), // Discover, RuPay, Hipercard, Maestro
        new(6200, 6299, 16, 19), // UnionPay
        new(6300, 6399, 13, 19), // Maestro, Hipercard, InstaPayment
        new(6400, 6599, 16, 19), // Discover, RuPay, Troy, Verve, Elo
        new(6700, 6799, 13, 19), // Maestro
        new(8100, 8299, 16, 19), // UnionPay, RuPay
        new(8600, 8600, 16, 16), // Uzcard
        new(9704, 9704, 16, 19), // Napas
        new(9792, 9792, 16, 16), // Troy
        new(9860, 9860, 16, 16), // Humo
    ];

    /// <param name="first">The number that the first <see cref="PrefixLength"/> digits make.</param>
    public static bool Issues(int first, int length)
    {
        foreach (var range in Ranges)
            if (first >= range.From && first <= range.To && length >= range.MinLength && length <= range.MaxLength) return true;
        return false;
    }

    private readonly record struct Range(int From, int To, int MinLength, int MaxLength);
}
