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
    [InlineData(2, AlertStatus.Acknowledged, true)]
    [InlineData(1, AlertStatus.Open, true)]
    [InlineData(3, AlertStatus.Open, false)]
    [InlineData(1, AlertStatus.Resolved, false)]
    public void Supersedes_CountAndStatus_OnlyRise(long count, AlertStatus status, bool expected) =>
        Raised().FireAgain("m", new TransactionId(2), 1, Later).Acknowledge(Later).Supersedes(count, status).ShouldBe(expected);

    private static Alert Raised() =>
        Alert.Raise(new AlertId(1), "large_amount", "ACC-1", AlertSeverity.Critical, "message", new TransactionId(1), times: 1,
            TestData.Time);
}
