using System.Diagnostics.CodeAnalysis;
using Dashboard.Domain.Common;

namespace Dashboard.Domain.Currencies;

/// <summary>An ISO 4217 currency: its alphabetic code and its exponent (decimals of the minor unit).</summary>
/// <remarks>Equality is by table index, so hot paths compare and index by a small integer.</remarks>
public readonly record struct Currency
{
    public const int CodeLength = 3;

    // Zero is the "no currency" of a default struct, so indexes start at one.
    private readonly ushort _index;

    private Currency(int index) => _index = (ushort)index;

    /// <summary>Length of an array with one element for each <see cref="Index"/>.</summary>
    public static int IndexCount => Iso4217.All.Length + 1;

    /// <summary>Stable only within one process: 1 … <see cref="IndexCount"/> − 1.</summary>
    public int Index => _index;

    public string Code => Entry.Code;

    /// <summary>Decimals of the minor unit: 0 (JPY), 2 (USD), 3 (KWD) or 4 (CLF).</summary>
    public int Exponent => Entry.Exponent;

    private (string Code, int Exponent) Entry =>
        _index == 0 ? throw new DomainException("A default Currency has no code.") : Iso4217.All[_index - 1];

    public static Currency FromIndex(int index) =>
        index >= 1 && index < IndexCount ? new Currency(index) : throw new DomainException($"There is no currency number {index}.");

    /// <summary>Finds a currency by its code. Upper case only, as ISO 4217 writes it.</summary>
    public static bool TryFromCode([NotNullWhen(true)] string? code, out Currency currency)
    {
        var found = code is not null && Iso4217.Index.TryGetValue(code, out var index) ? index + 1 : 0;
        currency = found > 0 ? new Currency(found) : default;
        return found > 0;
    }

    /// <summary>Finds a currency by the numeric code of ISO 4217, such as 978 for EUR.</summary>
    public static bool TryFromNumber(int number, out Currency currency) =>
        TryFromCode(Iso4217Numbers.Codes.GetValueOrDefault(number), out currency);

    /// <exception cref="DomainException">The code is not in ISO 4217.</exception>
    public static Currency FromCode(string code) =>
        TryFromCode(code, out var currency) ? currency : throw new DomainException($"'{code}' is not an ISO 4217 currency code.");

    /// <summary>All codes whose minor unit has this many decimals.</summary>
    public static IReadOnlyList<string> CodesWithExponent(int exponent) =>
        [.. Iso4217.All.Where(c => c.Exponent == exponent).Select(c => c.Code)];

    public override string ToString() => Code;
}
