using System.Globalization;
using System.Text;

namespace Dashboard.Bench.Load;

/// <summary>Payment number <paramref name="Number"/> of a sender's day: the same on the wire and as the row that the bare loop writes.</summary>
/// <remarks>
/// Eight sources that number their orders; accounts in no order, few enough of each that only one busy account is flagged for its velocity; every
/// twentieth flagged by its amount.
/// </remarks>
internal readonly record struct Payment(long Number)
{
    private const int Sources = 8;
    private const int Accounts = 200_000;
    private const int FlaggedEvery = 20;
    private const int BusyEvery = 1_000;

    /// <summary>The account of every thousandth payment.</summary>
    public const string BusyAccount = "ACC-1";

    public string Source => "channel-" + (Number % Sources).ToString(CultureInfo.InvariantCulture);

    public string Reference => "order-" + Number.ToString("D9", CultureInfo.InvariantCulture);

    // Neighbouring payments are of unrelated accounts (Knuth's multiplicative hash).
    public string Account =>
        Number % BusyEvery == 1 ? BusyAccount : "ACC-" + (100_000 + (uint)(Number * 2_654_435_761) % Accounts).ToString(CultureInfo.InvariantCulture);

    public long AmountMinor => IsFlagged ? 2_500_000 : 100 + (Number * 37 % 40_000);

    public bool IsFlagged => Number % FlaggedEvery == 0;

    public void AppendJson(StringBuilder json) => json.Append(CultureInfo.InvariantCulture,
        $$"""{"source":"{{Source}}","reference":"{{Reference}}","account":"{{Account}}","counterparty":"shop-17","amount":{{AmountMinor / 100m}},"currency":"EUR"}""");

    /// <summary>Some payments as one text, each followed by the separator.</summary>
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
