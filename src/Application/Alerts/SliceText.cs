using Dashboard.Application.Common;

namespace Dashboard.Application.Alerts;

/// <summary>A part of all payments as text, for instance <c>source:pos; currency:GBP</c>. Alerts have it as their subject.</summary>
public static class SliceText
{
    /// <summary>The part without conditions.</summary>
    public const string Everything = "everything";

    private const string Separator = "; ";
    private const char Colon = ':';
    private const string Account = "account";
    private const string Counterparty = "counterparty";

    public static string Of(IEnumerable<KeyValuePair<string, string>> conditions)
    {
        var text = string.Join(Separator, conditions.Select(c => c.Key + Colon + c.Value));
        return text.Length == 0 ? Everything : text;
    }

    /// <summary>The same without account numbers.</summary>
    public static string Masked(string text) => string.Join(Separator, text.Split(Separator).Select(part =>
    {
        var colon = part.IndexOf(Colon, StringComparison.Ordinal);
        return colon < 0 ? part : part[..(colon + 1)] + Masked(part[..colon], part[(colon + 1)..]);
    }));

    /// <summary>The value of a field, masked when it names an account.</summary>
    public static string Masked(string field, string value) => field switch
    {
        Account => AccountMask.Of(value),
        Counterparty => AccountMask.OfCounterparty(value)!,
        _ => value,
    };
}
