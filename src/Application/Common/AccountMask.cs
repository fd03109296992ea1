namespace Dashboard.Application.Common;

/// <summary>Something that names accounts, and can be shown without them.</summary>
public interface IMaskable
{
    /// <summary>The same with masked account numbers (<see cref="AccountMask"/>).</summary>
    object Masked();
}

/// <summary>Hides an account number so that people can still tell apart most of those that they know.</summary>
/// <remarks>The same account gets the same mask everywhere: the page, REST, exports, the hub and the audit trail.</remarks>
public static class AccountMask
{
    private const string Hidden = "****";
    private const int MaxShown = 4;

    // A merchant's name is no account number; an account of another bank has digits.
    private const int DigitsOfAnAccount = 5;

    /// <summary>Four asterisks and the last characters: at most four, and at most a third of all.</summary>
    public static string Of(string account)
    {
        var shown = Math.Min(MaxShown, account.Length / 3);
        // Half of a character outside the first plane would not be text.
        if (shown > 0 && char.IsLowSurrogate(account[^shown])) shown--;
        return Hidden + account[(account.Length - shown)..];
    }

    /// <summary>The mask of a counterparty that looks like an account number; any other counterparty as it is.</summary>
    public static string? OfCounterparty(string? counterparty) =>
        counterparty is not null && counterparty.Count(char.IsDigit) >= DigitsOfAnAccount ? Of(counterparty) : counterparty;
}
