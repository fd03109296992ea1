using System.Globalization;
using Dashboard.Application.Ingest;
using Dashboard.Domain.Currencies;

namespace Dashboard.Application.Simulator;

/// <summary>An endless stream of plausible payments, determined by its seed alone. Not thread-safe.</summary>
internal sealed class SimulatedTransactions(int seed)
{
    private const int Accounts = 20_000;

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

    private readonly Random _random = new(seed);

    public NewTransaction Next(DateTimeOffset createdAt)
    {
        var (source, _, median) = Pick(Sources, s => s.Weight);
        var (code, _, perEuro) = Pick(Currencies, c => c.Weight);
        var currency = Currency.FromCode(code);
        return new NewTransaction(
            source, Reference: null, Account(), Counterparties[_random.Next(Counterparties.Length)],
            Amount(median * perEuro, currency), code, createdAt);
    }

    // A few accounts are busy; most appear seldom.
    private string Account()
    {
        var number = (int)(Accounts * Math.Pow(_random.NextDouble(), 2.2));
        return string.Create(CultureInfo.InvariantCulture, $"ACC-{number:D6}");
    }

    // Log-normal around the median, as real card payments are; two in a hundred are refunds.
    private decimal Amount(double median, Currency currency)
    {
        var gauss = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
        var units = Math.Clamp(median * Math.Exp(1.1 * gauss), 0.01, 10_000_000);
        var amount = Math.Round((decimal)units, currency.Exponent, MidpointRounding.ToEven);
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
