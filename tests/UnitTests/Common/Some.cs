using System.Collections.Immutable;
using Dashboard.Application.Alerts;
using Dashboard.Application.Flagging;
using Dashboard.Application.Storage;
using Dashboard.Domain.Common;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace Dashboard.UnitTests.Common;

/// <summary>Test data, with everything given that a test does not care about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Time = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);

    private static readonly OrderedIds Ids = new(TimeProvider.System);

    public static TransactionDetails Details(
        decimal amount = 12.34m, string currency = "EUR", string account = "ACC-1", string source = "pos", string? reference = null, DateTimeOffset? createdAt = null) =>
        TransactionDetails.Create(source, reference, idempotencyKey: null, account, "Shop", Money.FromDecimal(amount, Currency.FromCode(currency)), createdAt ?? Time);

    public static Transaction Transaction(
        decimal amount = 12.34m, string currency = "EUR", string account = "ACC-1", string source = "pos", string? reference = null,
        ImmutableArray<string>? flags = null, TransactionId? id = null) =>
        Dashboard.Domain.Transactions.Transaction.Receive(
            id ?? new TransactionId(Ids.Next()), Details(amount, currency, account, source, reference), flags ?? []);

    public static AlertBook AlertBook(TimeProvider clock, IAlertStore? store = null) => new(
        new FlaggingRules(Options.Create(new FlaggingOptions())), store ?? Substitute.For<IAlertStore>(), new OrderedIds(clock), clock,
        NullLogger<AlertBook>.Instance);

    public static Transaction Completed(Transaction? transaction = null, DateTimeOffset? at = null) =>
        (transaction ?? Transaction()).Start().Complete(at ?? Time, TimeSpan.FromMilliseconds(250));
}
