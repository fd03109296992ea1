using System.Globalization;
using System.Text;

namespace Dashboard.Bench.Harness;

/// <summary>
/// Payment number <paramref name="Number"/> of the load. The program receives it as JSON; the bare insert loop writes it as a row.
/// </summary>
/// <remarks>
/// Eight sources number their orders. Neighbouring payments belong to unrelated accounts. One busy account is flagged for its velocity;
/// every twentieth payment is flagged for its amount.
/// </remarks>
public readonly record struct Payment(long Number)
{
    private const int Sources = 8;
    private const int Accounts = 200_000;
    private const int FlaggedEvery = 20;
    private const int BusyEvery = 1_000;

    // Knuth's multiplicative hash spreads neighbouring payments over the accounts.
    private const long HashFactor = 2_654_435_761;

    /// <summary>The account of every thousandth payment.</summary>
    public const string BusyAccount = "ACC-1";

    public string Source => "channel-" + (Number % Sources).ToString(CultureInfo.InvariantCulture);

    public string Reference => "order-" + Number.ToString("D9", CultureInfo.InvariantCulture);

    public string Account =>
        Number % BusyEvery == 1
            ? BusyAccount
            : string.Create(CultureInfo.InvariantCulture, $"ACC-{100_000 + (uint)(Number * HashFactor) % Accounts}");

    public long AmountMinor => IsFlagged ? 2_500_000 : 100 + (Number * 37 % 40_000);

    public bool IsFlagged => Number % FlaggedEvery == 0;

    public void AppendJson(StringBuilder json)
    {
        json.Append(CultureInfo.InvariantCulture,
            $$"""{"source":"{{Source}}","reference":"{{Reference}}","account":"{{Account}}","counterparty":"shop-17","amount":""");
        json.Append(CultureInfo.InvariantCulture, $$"""{{AmountMinor / 100m}},"currency":"EUR"}""");
    }

    /// <summary>Several payments as one UTF-8 text; the separator follows each of them.</summary>
    public static byte[] Json(long first, int count, char separator)
    {
        var json = new StringBuilder(count * 160);
        for (var i = 0; i < count; i++)
        {
            new Payment(first + i).AppendJson(json);
            json.Append(separator);
        }

        return Encoding.UTF8.GetBytes(json.ToString());
    }
}
