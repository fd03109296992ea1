using Dashboard.Application.Alerts;
using Dashboard.Application.Flagging;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using Dashboard.UnitTests.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Dashboard.UnitTests.Alerts;

public sealed class AlertBookTests
{
    private readonly ITransactionStore _store = Substitute.For<ITransactionStore>();
    private readonly FakeTimeProvider _clock = new(Some.Time);

    [Fact]
    public async Task Handle_SameRuleAndSubject_CountsUpOneAlert()
    {
        var book = Book();
        for (var i = 0; i < 3; i++) await FireAsync(book, "ACC-1", FlaggingRules.HighVelocity);
        await FireAsync(book, "ACC-2", FlaggingRules.HighVelocity);
        await FireAsync(book, "ACC-1", FlaggingRules.LargeAmount);

        var alerts = book.TakeChanged(10);

        alerts.Select(a => (a.Subject, a.Rule, a.Count)).ShouldBe(
            [("ACC-1", "high_velocity", 3), ("ACC-2", "high_velocity", 1), ("ACC-1", "large_amount", 1)], ignoreOrder: true);
        alerts.ShouldAllBe(a => a.Status == AlertStatus.Open);
        book.TakeChanged(10).ShouldBeEmpty();
        await _store.Received(5).SaveAsync(Arg.Any<Alert>());
    }

    [Fact]
    public async Task TakeChanged_MoreThanAskedFor_KeepsTheRestForTheNextCall()
    {
        var book = Book();
        for (var i = 0; i < 7; i++) await FireAsync(book, "ACC-" + i, FlaggingRules.LargeAmount);

        book.TakeChanged(5).Count.ShouldBe(5);
        book.TakeChanged(5).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Handle_LoadedFromTheStore_CountsOn()
    {
        var book = Book();
        book.Load([Alert.Raise(5, "large_amount", "ACC-1", AlertSeverity.Critical, "m", new TransactionId(1), 1, Some.Time).FireAgain("m", new TransactionId(2), 1, Some.Time)]);

        await FireAsync(book, "ACC-1", FlaggingRules.LargeAmount);

        book.Newest(10).ShouldHaveSingleItem().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Handle_TooManyOpen_ResolvesTheQuietestAndStoresThat()
    {
        var book = Book();
        for (var i = 0; i <= AlertBook.MaxUnresolved; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await FireAsync(book, "ACC-" + i, FlaggingRules.LargeAmount);
        }

        book.Newest(int.MaxValue).Count.ShouldBe(AlertBook.MaxUnresolved);
        await _store.Received(1).SaveAsync(Arg.Is<Alert>(a => a.Status == AlertStatus.Resolved && a.Subject == "ACC-0"));
    }

    private static Task FireAsync(AlertBook book, string account, string rule) =>
        book.Handle(new TransactionCompleted(Some.Completed(Some.Transaction(account: account, flags: [rule]))), default);

    private AlertBook Book() => new(
        new FlaggingRules(Options.Create(new FlaggingOptions())), _store, new TransactionIds(_clock), _clock, NullLogger<AlertBook>.Instance);
}
