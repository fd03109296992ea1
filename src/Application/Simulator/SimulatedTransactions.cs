using Dashboard.Application.Ingest;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Simulator;

/// <summary>An endless stream of plausible payments, determined by its seed and the times of the payments. Not thread-safe.</summary>
/// <remarks>Calm: the rules of a new store flag the large payment that comes three times an hour, and nothing else.</remarks>
internal sealed class SimulatedTransactions
{
    // Below every limit of Flagging:LargeAmounts, in euros.
    private const double MostUsual = 800;

    // Above every limit.
    private const double Large = 2_400;

    private static readonly TimeSpan FirstLarge = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenLarge = TimeSpan.FromMinutes(20);

    private static readonly (string Source, int Weight, double MedianAmount)[] Sources =
    [
        ("pos", 42, 24), ("online", 27, 46), ("mobile", 14, 18), ("atm", 8, 90), ("transfer", 6, 240),
        ("partner-acme", 2, 65), ("partner-nova", 1, 150),
    ];

    // With the value of one euro in that currency, so that amounts look right in each.
    private static readonly (string Code, int Weight, double PerEuro)[] Currencies =
    [
        ("EUR", 46, 1), ("USD", 22, 1.1), ("GBP", 12, 0.85), ("CHF", 6, 0.95), ("PLN", 4, 4.3), ("SEK", 4, 11.3),
        ("JPY", 4, 165), ("KWD", 2, 0.34),
    ];

    private static readonly string[] Counterparties =
    [
        "City Market", "Blue Rail", "Harbour Fuel", "Nord Energy", "Book & Co", "Green Grocer", "Star Cinema", "Alpine Hotel",
        "Metro Transit",
        "Cloud Nine Games", "Old Town Pharmacy", "Swift Parcel", "Atlas Airlines", "Corner Bakery", "Home & Garden", "Vista Telecom",
    ];

    private readonly Random _random;
    private readonly SimulatedAccounts _accounts;
    private DateTimeOffset? _largeAt;

    public SimulatedTransactions(int seed)
    {
        _random = new Random(seed);
        _accounts = new SimulatedAccounts(_random);
    }

    public NewTransaction Next(DateTimeOffset createdAt)
    {
        var (source, _, median) = Pick(Sources, s => s.Weight);
        var (code, _, perEuro) = Pick(Currencies, c => c.Weight);
        return new NewTransaction(
            source, Reference: null, _accounts.Next(createdAt), Counterparties[_random.Next(Counterparties.Length)],
            Amount(IsLargeDue(createdAt) ? Large * (1 + _random.NextDouble()) : Usual(median), perEuro, Currency.FromCode(code)), code,
            createdAt);
    }

    private bool IsLargeDue(DateTimeOffset at)
    {
        _largeAt ??= at + FirstLarge;
        if (at < _largeAt) return false;
        _largeAt = at + BetweenLarge;
        return true;
    }

    // Log-normal around the median, as real card payments are, without the highest.
    private double Usual(double median)
    {
        double euros;
        do
        {
            var gauss = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
            euros = Math.Max(0.01, median * Math.Exp(1.1 * gauss));
        }
        while (euros > MostUsual);

        return euros;
    }

    // Two in a hundred are refunds.
    private decimal Amount(double euros, double perEuro, Currency currency)
    {
        var amount = Math.Round((decimal)Math.Max(0.01, euros * perEuro), currency.Exponent, MidpointRounding.ToEven);
        return _random.Next(100) < 2 ? -amount : amount;
    }

    private T Pick<T>(T[] choices, Func<T, int> weight)
    {
        var left = _random.Next(100);
        foreach (var choice in choices)
        {
            left -= weight(choice);
            if (left < 0) return choice;
        }

        throw new InvalidOperationException("The weights do not add up to 100.");
    }
}
