using Dashboard.Application.Common;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Profiles;

/// <summary>What an account or a counterparty did.</summary>
public sealed record ProfileDto : IMaskable
{
    /// <summary>The most counterparties, sources, reasons and rules that are listed, the most frequent first.</summary>
    public const int MaxListed = 20;

    /// <summary>The most payments that are listed one by one.</summary>
    public const int MaxPoints = 500;

    public required ProfileKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>Payments counted.</summary>
    public required long Payments { get; init; }

    public required long Failed { get; init; }

    /// <summary>Payments that a rule flagged, whatever became of them.</summary>
    public required long Flagged { get; init; }

    /// <summary>Payments that have not ended.</summary>
    public required long Unfinished { get; init; }

    /// <summary>Receipt of the first payment counted; null without payments.</summary>
    public required DateTimeOffset? FirstReceivedAt { get; init; }

    /// <summary>Receipt of the newest payment; null without payments.</summary>
    public required DateTimeOffset? LastReceivedAt { get; init; }

    /// <summary>Only payments received at this time or later were looked at; null when all were.</summary>
    public required DateTimeOffset? CountedFrom { get; init; }

    /// <summary>By currency, the one with most payments first.</summary>
    public required IReadOnlyList<ProfileAmount> Amounts { get; init; }

    /// <summary>The counterparties of an account, the accounts of a counterparty. Payments without a counterparty are in none.</summary>
    public required IReadOnlyList<ProfilePart> Partners { get; init; }

    /// <summary>How many there are, listed or not.</summary>
    public required int PartnerCount { get; init; }

    public required IReadOnlyList<ProfilePart> Sources { get; init; }

    /// <summary>By failure reason.</summary>
    public required IReadOnlyList<ProfilePart> FailureReasons { get; init; }

    /// <summary>By rule that flagged; a payment may be in several.</summary>
    public required IReadOnlyList<ProfilePart> Rules { get; init; }

    /// <summary>Payments by their own time: 168 counts, of the hours of Monday first.</summary>
    public required IReadOnlyList<int> Hours { get; init; }

    /// <summary>The zone of <see cref="Hours"/>.</summary>
    public required string Zone { get; init; }

    /// <summary>The newest payments, newest first.</summary>
    public required IReadOnlyList<ProfilePoint> Newest { get; init; }

    public object Masked()
    {
        var isAccount = Kind == ProfileKind.Account;
        return this with
        {
            Name = Mask(Name, isAccount),
            Partners = [.. Partners.Select(p => p with { Name = Mask(p.Name, isAccount: !isAccount) })],
        };

        static string Mask(string name, bool isAccount) => isAccount ? AccountMask.Of(name) : AccountMask.OfCounterparty(name)!;
    }
}

/// <summary>The money of completed payments in one currency.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Payments">Payments in this currency, ended or not.</param>
/// <param name="Paid">The sum of the completed payments above zero.</param>
/// <param name="Refunded">The sum of the completed payments below zero; zero or negative.</param>
/// <param name="Largest">The largest completed payment; null when none completed.</param>
public sealed record ProfileAmount(string Currency, long Payments, decimal Paid, decimal Refunded, decimal? Largest);

/// <summary>The payments that share a counterparty, a source, a reason or a rule.</summary>
/// <param name="Amounts">Their money by currency.</param>
public sealed record ProfilePart(string Name, long Payments, long Failed, IReadOnlyList<ProfileAmount> Amounts);

/// <param name="CreatedAt">When the payment was made, as stated by its sender.</param>
public sealed record ProfilePoint(
    string Id, DateTimeOffset CreatedAt, decimal Amount, string Currency, TransactionStatus Status, bool IsFlagged);
