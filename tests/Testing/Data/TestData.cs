using System.Collections.Immutable;
using Dashboard.Application.Ingest;
using Dashboard.Domain.Common;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.Testing.Data;

/// <summary>Builds test data. A test names the values that matter to it; everything else has a default.</summary>
public static class TestData
{
    public static readonly DateTimeOffset Time = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);

    private static readonly OrderedIds Ids = new(TimeProvider.System);

    /// <summary>A transaction as a feed hands it in.</summary>
    public static NewTransaction Item(
        decimal amount = 12.34m, string currency = "EUR", string source = "pos", string account = "ACC-1", string? reference = null,
        DateTimeOffset? createdAt = null) =>
        new(source, reference, account, "Shop", amount, currency, createdAt);

    /// <summary>The same as the JSON of a REST call.</summary>
    public static string Json(string source, string reference) =>
        $$"""{"source":"{{source}}","reference":"{{reference}}","account":"A-{{reference[^1]}}","amount":1.5,"currency":"EUR"}""";

    public static TransactionDetails Details(
        decimal amount = 12.34m, string currency = "EUR", string account = "ACC-1", string source = "pos", string? reference = null,
        DateTimeOffset? createdAt = null) => TransactionDetails.Create(
        source, reference, idempotencyKey: null, account, "Shop", Money.FromDecimal(amount, Currency.FromCode(currency)),
        createdAt ?? Time);

    /// <summary>A transaction that has just been received.</summary>
    public static Transaction Transaction(
        decimal amount = 12.34m, string currency = "EUR", string account = "ACC-1", string source = "pos", string? reference = null,
        ImmutableArray<string>? flags = null, TransactionId? id = null) =>
        Dashboard.Domain.Transactions.Transaction.Receive(
            id ?? new TransactionId(Ids.Next()), Details(amount, currency, account, source, reference), flags ?? []);

    public static Transaction Completed(Transaction? transaction = null, DateTimeOffset? at = null) =>
        (transaction ?? Transaction()).Start().Complete(at ?? Time, TimeSpan.FromMilliseconds(250));
}
