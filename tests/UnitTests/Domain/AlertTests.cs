using Dashboard.Domain.Alerts;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;

namespace Dashboard.UnitTests.Domain;

public sealed class AlertTests
{
    private static readonly DateTimeOffset Later = TestData.Time.AddMinutes(1);

    [Fact]
    public void Status_EveryMove_IsAllowedOrThrowsAsTheLifeSays()
    {
        var open = Raised();
        var acknowledged = open.Acknowledge(Later);
        var resolved = acknowledged.Resolve(Later);

        open.Resolve(Later).Status.ShouldBe(AlertStatus.Resolved);
        acknowledged.Status.ShouldBe(AlertStatus.Acknowledged);
        resolved.Status.ShouldBe(AlertStatus.Resolved);
        Should.Throw<DomainException>(() => acknowledged.Acknowledge(Later));
        Should.Throw<DomainException>(() => resolved.Acknowledge(Later));
        Should.Throw<DomainException>(() => resolved.Resolve(Later));
        Should.Throw<DomainException>(() => resolved.FireAgain("m", new TransactionId(2), 1, Later));
        acknowledged.FireAgain("m", new TransactionId(2), 1, Later).Status.ShouldBe(AlertStatus.Acknowledged);
    }

    [Fact]
    public void Times_OfDecisions_AreKeptInWholeMicroseconds()
    {
        var odd = Later.AddTicks(7);

        var resolved = Raised().Acknowledge(odd).Resolve(odd.AddMinutes(1));

        resolved.AcknowledgedAt.ShouldBe(Later);
        resolved.ResolvedAt.ShouldBe(Later.AddMinutes(1));
        resolved.UpdatedAt.ShouldBe(Later.AddMinutes(1));
        resolved.RaisedAt.ShouldBe(TestData.Time);
    }

    [Theory]
    [InlineData(0, 2, AlertStatus.Acknowledged, true)]
    [InlineData(0, 1, AlertStatus.Open, true)]
    [InlineData(0, 3, AlertStatus.Open, false)]
    [InlineData(0, 1, AlertStatus.Resolved, false)]
    [InlineData(1, 1, AlertStatus.Open, false)]
    public void Supersedes_CountAndStatus_OnlyRiseWithinALife(int reopened, long count, AlertStatus status, bool expected) =>
        Raised().FireAgain("m", new TransactionId(2), 1, Later).Acknowledge(Later).Supersedes(reopened, count, status).ShouldBe(expected);

    [Fact]
    public void Reopen_Resolved_IsAsBeforeInANewLife()
    {
        var acknowledged = Raised().Acknowledge(Later);
        var resolved = acknowledged.Resolve(Later.AddMinutes(1));

        var reopened = resolved.Reopen(Later.AddMinutes(2));

        reopened.ShouldBe(acknowledged with { UpdatedAt = Later.AddMinutes(2), Reopened = 1 });
        Raised().Resolve(Later).Reopen(Later).Status.ShouldBe(AlertStatus.Open);
        reopened.Supersedes(resolved.Reopened, resolved.Count, resolved.Status).ShouldBeTrue();
        resolved.Supersedes(reopened.Reopened, reopened.Count, reopened.Status).ShouldBeFalse();
        Should.Throw<DomainException>(() => reopened.Reopen(Later));
    }

    [Fact]
    public void Resolve_BySystem_NeverEndsCriticalOrAcknowledged()
    {
        var warning = Raised() with { Severity = AlertSeverity.Warning };

        Should.Throw<DomainException>(() => Raised().Resolve(Later, AlertResolver.System));
        Should.Throw<DomainException>(() => warning.Acknowledge(Later).Resolve(Later, AlertResolver.System));
        warning.Resolve(Later, AlertResolver.System).ResolvedBy.ShouldBe(AlertResolver.System);
        warning.Resolve(Later).ResolvedBy.ShouldBe(AlertResolver.Person);
    }

    [Fact]
    public void FireAgain_AboutAnOlderTransaction_KeepsTheMessageOfTheNewest()
    {
        var raised = Alert.Raise(
            new AlertId(1), "large_amount", "ACC-1", AlertSeverity.Critical, "of 5", new TransactionId(5), times: 1, TestData.Time);

        var again = raised.FireAgain("of 3", new TransactionId(3), 1, Later).FireAgain("of 9", new TransactionId(9), 1, Later)
            .FireAgain("of 7", new TransactionId(7), 1, Later);

        (again.Message, again.TransactionId, again.FirstTransactionId, again.Count)
            .ShouldBe(("of 9", new TransactionId(9), new TransactionId(3), 4));
    }

    [Fact]
    public void Decisions_DoNotMoveTheTimeOfTheLastFiring()
    {
        var fired = Raised().FireAgain("m", new TransactionId(2), 1, Later);

        fired.Acknowledge(Later.AddHours(1)).LastFiredAt.ShouldBe(Later);
        fired.Resolve(Later.AddHours(1)).LastFiredAt.ShouldBe(Later);
        fired.Resolve(Later.AddHours(1)).Reopen(Later.AddHours(2)).LastFiredAt.ShouldBe(Later);
    }

    private static Alert Raised() =>
        Alert.Raise(new AlertId(1), "large_amount", "ACC-1", AlertSeverity.Critical, "message", new TransactionId(1), times: 1,
            TestData.Time);
}
