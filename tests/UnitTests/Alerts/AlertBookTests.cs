using Dashboard.Application.Alerts;
using Dashboard.Application.Audit;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Transactions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Dashboard.UnitTests.Alerts;

public sealed class AlertBookTests
{
    private readonly IAlertStore _store = Substitute.For<IAlertStore>();
    private readonly FakeTimeProvider _clock = new(TestData.Time);

    [Fact]
    public async Task Handle_SameRuleAndSubject_CountsUpOneAlert()
    {
        var book = Book();
        for (var i = 0; i < 3; i++) await FireAsync(book, "ACC-1", AlertBooks.HighVelocity);
        await FireAsync(book, "ACC-2", AlertBooks.HighVelocity);
        await FireAsync(book, "ACC-1", AlertBooks.LargeAmount);

        var alerts = book.TakeChanged(10);

        alerts.Select(a => (a.Subject, a.Rule, a.Count)).ShouldBe(
            [("ACC-1", "high_velocity", 3), ("ACC-2", "high_velocity", 1), ("ACC-1", "large_amount", 1)], ignoreOrder: true);
        alerts.ShouldAllBe(a => a.Status == AlertStatus.Open);
        book.TakeChanged(10).ShouldBeEmpty();
        await _store.Received(5).SaveAsync(Arg.Any<Alert>(), null);
    }

    [Fact]
    public async Task TakeChanged_MoreThanAskedFor_KeepsTheRestForTheNextCall()
    {
        var book = Book();
        for (var i = 0; i < 7; i++) await FireAsync(book, "ACC-" + i, AlertBooks.LargeAmount);

        book.TakeChanged(5).Count.ShouldBe(5);
        book.TakeChanged(5).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Handle_LoadedFromTheStore_CountsOn()
    {
        var book = Book();
        var stored = Alert.Raise(new AlertId(5), "large_amount", "ACC-1", AlertSeverity.Critical, "m", new TransactionId(1), 1,
            TestData.Time)
            .FireAgain("m", new TransactionId(2), 1, TestData.Time);
        var history = Substitute.For<IAlertHistory>();
        history.PageAsync(Arg.Is<AlertFilter>(f => !f.Statuses!.Contains(AlertStatus.Resolved)), null, Arg.Any<int>(),
            Arg.Any<CancellationToken>()).Returns([stored]);
        await book.LoadAsync(history, CancellationToken.None);

        await FireAsync(book, "ACC-1", AlertBooks.LargeAmount);

        book.Newest(10).ShouldHaveSingleItem().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Handle_TooManyOpen_ResolvesTheQuietestAndStoresThat()
    {
        var book = Book();
        for (var i = 0; i <= AlertBook.MaxUnresolved; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await FireAsync(book, "ACC-" + i, AlertBooks.HighVelocity);
        }

        book.Newest(int.MaxValue).Count.ShouldBe(AlertBook.MaxUnresolved);
        await _store.Received(1).SaveAsync(
            Arg.Is<Alert>(a => a.Status == AlertStatus.Resolved && a.ResolvedBy == AlertResolver.System && a.Subject == "ACC-0"), null);
    }

    [Fact]
    public async Task Handle_TooManyOpen_PassesOverCriticalAndAcknowledged()
    {
        var book = Book();
        await FireAsync(book, "ACC-0", AlertBooks.LargeAmount);
        for (var i = 1; i < AlertBook.MaxUnresolved; i++) await FireAsync(book, "ACC-" + i, AlertBooks.HighVelocity);
        await book.AcknowledgeAsync(Id(book.Newest(int.MaxValue).Single(a => a.Subject == "ACC-1")), AlertBooks.Ada);

        await FireAsync(book, "LATE", AlertBooks.HighVelocity);

        var subjects = book.Newest(int.MaxValue).Select(a => a.Subject).ToList();
        subjects.ShouldContain("ACC-0");
        subjects.ShouldContain("ACC-1");
        subjects.ShouldNotContain("ACC-2");
    }

    [Fact]
    public async Task Handle_FullOfCriticalAlerts_CountsFurtherSubjectsInOneAlertOfTheRule()
    {
        var book = Book();
        for (var i = 0; i < AlertBook.MaxUnresolved + 3; i++) await FireAsync(book, "ACC-" + i, AlertBooks.LargeAmount);

        var all = book.Newest(int.MaxValue);
        all.Count.ShouldBe(AlertBook.MaxUnresolved + 1);
        all.Single(a => a.Subject == AlertBook.OtherSubjects).Count.ShouldBe(3);
        await _store.DidNotReceive().SaveAsync(Arg.Is<Alert>(a => a.Status == AlertStatus.Resolved), Arg.Any<AuditEvent?>());
    }

    [Fact]
    public async Task Reopen_Resolved_CountsOnAndTwiceIsOneDecision()
    {
        var book = Book();
        await FireAsync(book, "ACC-1", AlertBooks.LargeAmount);
        var resolved = (await book.ResolveAsync(Id(book.Newest(1).Single()), AlertBooks.Ada))!;

        var reopened = await book.ReopenAsync(resolved, AlertBooks.Ada);
        var again = await book.ReopenAsync(resolved, AlertBooks.Ada);
        await FireAsync(book, "ACC-1", AlertBooks.LargeAmount);

        again.ShouldBe(reopened);
        (reopened!.Status, reopened.Id).ShouldBe((AlertStatus.Open, resolved.Id));
        book.Newest(10).ShouldHaveSingleItem().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Reopen_ANewerAlertOfTheSameSubject_IsRefused()
    {
        var book = Book();
        await FireAsync(book, "ACC-1", AlertBooks.LargeAmount);
        var resolved = (await book.ResolveAsync(Id(book.Newest(1).Single()), AlertBooks.Ada))!;
        await FireAsync(book, "ACC-1", AlertBooks.LargeAmount);

        (await book.ReopenAsync(resolved, AlertBooks.Ada)).ShouldBeNull();
        book.Newest(10).ShouldHaveSingleItem().Id.ShouldNotBe(resolved.Id.ToString());
    }

    [Fact]
    public async Task Handle_RaisedFasterThanTaken_ChangesStayBounded()
    {
        var book = Book();
        for (var i = 0; i < 5 * AlertBook.MaxUnresolved; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await FireAsync(book, "ACC-" + i, AlertBooks.HighVelocity);
            if (i % 100 == 0) book.TakeChanged(50);
        }

        book.TakeChanged(int.MaxValue).Count.ShouldBeLessThanOrEqualTo(3 * AlertBook.MaxUnresolved);
    }

    [Fact]
    public async Task Acknowledge_ThenFiresAgain_StaysAcknowledgedAndCountsUp()
    {
        var book = Book();
        await FireAsync(book, "ACC-1", AlertBooks.LargeAmount);
        var id = Id(book.Newest(1).Single());
        _clock.Advance(TimeSpan.FromSeconds(5));

        var acknowledged = await book.AcknowledgeAsync(id, AlertBooks.Ada);
        await FireAsync(book, "ACC-1", AlertBooks.LargeAmount);

        acknowledged!.AcknowledgedAt.ShouldBe(TestData.Time.AddSeconds(5));
        var alert = book.TakeChanged(10).ShouldHaveSingleItem();
        (alert.Status, alert.Count, alert.AcknowledgedAt).ShouldBe((AlertStatus.Acknowledged, 2, TestData.Time.AddSeconds(5)));
        book.Counts().ShouldBe(new AlertCountsDto(Open: 0, Acknowledged: 1));
    }

    [Fact]
    public async Task Acknowledge_ByTwo_IsOneDecision()
    {
        var book = Book();
        await FireAsync(book, "ACC-1", AlertBooks.LargeAmount);
        var id = Id(book.Newest(1).Single());

        var first = await book.AcknowledgeAsync(id, AlertBooks.Ada);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var second = await book.AcknowledgeAsync(id, AlertBooks.Ada);

        second.ShouldBe(first);
        await _store.Received(1).SaveAsync(
            Arg.Is<Alert>(a => a.Status == AlertStatus.Acknowledged),
            Arg.Is<AuditEvent?>(e => e!.Action == AuditActions.AlertAcknowledged && e.By == AlertBooks.Ada));
    }

    [Fact]
    public async Task Resolve_ThenFiresAgain_RaisesANewAlert()
    {
        var book = Book();
        await FireAsync(book, "ACC-1", AlertBooks.LargeAmount);
        var id = Id(book.Newest(1).Single());

        (await book.ResolveAsync(id, AlertBooks.Ada))!.ResolvedAt.ShouldBe(TestData.Time);
        book.Newest(10).ShouldBeEmpty();
        await FireAsync(book, "ACC-1", AlertBooks.LargeAmount);

        var alerts = book.TakeChanged(10);
        alerts.Select(a => (a.Status, a.Count)).ShouldBe([(AlertStatus.Resolved, 1), (AlertStatus.Open, 1)]);
        alerts.Select(a => a.Id).Distinct().Count().ShouldBe(2);
        (await book.ResolveAsync(id, AlertBooks.Ada)).ShouldBeNull();
    }

    [Fact]
    public async Task TakeChanged_ADecisionInAStorm_ComesFirst()
    {
        var book = Book();
        for (var i = 0; i < 100; i++) await FireAsync(book, "ACC-" + i, AlertBooks.LargeAmount);
        var last = book.Newest(100).Single(a => a.Subject == "ACC-99");

        await book.AcknowledgeAsync(Id(last), AlertBooks.Ada);
        await FireAsync(book, "ACC-99", AlertBooks.LargeAmount);

        var first = book.TakeChanged(5)[0];
        (first.Subject, first.Status, first.Count).ShouldBe(("ACC-99", AlertStatus.Acknowledged, 2));
        book.TakeChanged(200).ShouldAllBe(a => a.Subject != "ACC-99");
    }

    private static AlertId Id(AlertDto alert) => AlertId.TryParse(alert.Id, out var id) ? id : default;

    private static Task FireAsync(AlertBook book, string account, string rule) =>
        book.Handle(new TransactionCompleted(TestData.Completed(TestData.Transaction(account: account, flags: [rule]))), default);

    private AlertBook Book() => AlertBooks.New(_clock, _store);
}
