using Dashboard.Application.Common;
using Dashboard.Application.Rules.Labels;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Rules.Lab.Reports;

/// <summary>What a rule would have done to stored payments.</summary>
public sealed record TryReport : IMaskable
{
    public required string Canonical { get; init; }

    public required string Sentence { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>False when the range has more payments than a try may judge; then <see cref="JudgedTo"/> says how far it came.</summary>
    public required bool IsComplete { get; init; }

    public required DateTimeOffset JudgedTo { get; init; }

    /// <summary>Receipt of the first payment before the range that filled the windows; null when none did.</summary>
    public required DateTimeOffset? WindowsFrom { get; init; }

    /// <summary>Payments judged.</summary>
    public required long Payments { get; init; }

    public required long Flagged { get; init; }

    /// <summary>Accounts with a flagged payment. Placeholders of a missing account are no account.</summary>
    public required long FlaggedAccounts { get; init; }

    /// <summary>Payments of which the rule could not tell, because a value was missing. They are not flagged.</summary>
    public required long Unknown { get; init; }

    /// <summary>By the day of the payments' own times, in UTC, oldest first; at most the last 1,000 days.</summary>
    public required IReadOnlyList<TriedDay> PerDay { get; init; }

    /// <summary>The sources with the most flagged payments, at most 100.</summary>
    public required IReadOnlyList<TriedSource> PerSource { get; init; }

    /// <summary>Currencies with a flagged payment.</summary>
    public required IReadOnlyList<TriedCurrency> PerCurrency { get; init; }

    /// <summary>The first flagged payments, in the order of their receipt.</summary>
    public required IReadOnlyList<RuleMatch> Matches { get; init; }

    /// <summary>For each number of the rule: the payments that a slightly different number would flag as well.</summary>
    public required IReadOnlyList<NearMiss> NearMisses { get; init; }

    /// <summary>How right it would have been, as far as labels say; null when no payment of the range has a label.</summary>
    public required RuleQuality? Quality { get; init; }

    /// <summary>Null unless it was asked for.</summary>
    public required RuleCurve? Curve { get; init; }

    /// <summary>Null unless another rule was given to compare with.</summary>
    public required RuleDifferenceReport? Against { get; init; }

    /// <summary>What the reader of the figures should know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    public object Masked() => this with
    {
        Matches = [.. Matches.Select(m => m.Masked())],
        NearMisses = [.. NearMisses.Select(n => n with { First = [.. n.First.Select(m => m.Masked())] })],
        Against = Against is null ? null : Against with
        {
            FirstAdded = [.. Against.FirstAdded.Select(m => m.Masked())],
            FirstDropped = [.. Against.FirstDropped.Select(m => m.Masked())],
        },
    };
}

public sealed record TriedDay(DateOnly Day, long Payments, long Flagged);

public sealed record TriedSource(string Source, long Payments, long Flagged);

/// <param name="Amount">The sum of the flagged payments.</param>
public sealed record TriedCurrency(string Currency, long Payments, long Flagged, decimal Amount);

/// <summary>A payment that the rule would have flagged.</summary>
/// <param name="Because">The conditions that were true, with their values.</param>
public sealed record RuleMatch(
    string TransactionId, string Source, string Account, string? Counterparty, decimal Amount, string Currency, TransactionStatus Status,
    DateTimeOffset CreatedAt, IReadOnlyList<RuleReason> Because)
{
    internal RuleMatch Masked() => this with
    {
        Account = AccountMask.Of(Account),
        Counterparty = AccountMask.OfCounterparty(Counterparty),
        Because = [.. Because.Select(b => b.Masked())],
    };
}

/// <param name="Number">The number of the rule that was moved, from 1.</param>
/// <param name="Limit">As the rule has it.</param>
/// <param name="Nearer">The number with which they were counted.</param>
/// <param name="Payments">Flagged with the second number and not with the first.</param>
public sealed record NearMiss(int Number, string Text, string Limit, string Nearer, long Payments, IReadOnlyList<RuleMatch> First);

/// <summary>How the rule differs from another one, over the same payments.</summary>
/// <param name="Canonical">The other rule.</param>
/// <param name="Flagged">Payments that the other rule flags.</param>
/// <param name="Added">Flagged by the rule, and not by the other one.</param>
/// <param name="Dropped">Flagged by the other rule, and not by this one.</param>
public sealed record RuleDifferenceReport(
    string Canonical, long Flagged, long Added, long Dropped, IReadOnlyList<RuleMatch> FirstAdded, IReadOnlyList<RuleMatch> FirstDropped);

/// <summary>How many payments the rule would flag with other values of one of its numbers.</summary>
/// <param name="IsComplete">False when there were too many different values to keep all; then there are no points.</param>
public sealed record RuleCurve(int Number, string Text, string Limit, bool IsComplete, IReadOnlyList<CurvePoint> Points);

/// <param name="Limit">With its unit.</param>
public sealed record CurvePoint(string Limit, long Flagged);
