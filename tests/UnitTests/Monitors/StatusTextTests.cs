using Dashboard.Application.Alerts;
using Dashboard.Application.Monitors;
using Dashboard.Application.Monitors.Incidents;
using Dashboard.Application.Monitors.Status;

namespace Dashboard.UnitTests.Monitors;

public sealed class StatusTextTests
{
    private static readonly DateTimeOffset Began = new(2026, 12, 1, 13, 12, 4, TimeSpan.Zero);

    [Fact]
    public void Sentence_OpenIncident_HasNameShareTimeAndWhatIsUsual()
    {
        var incident = Failing("source", "acquirer-b");

        StatusText.Sentence(Of(incident)).ShouldBe("acquirer-b: 74.2 % of 480 failed since 13:12:04 UTC, usually 2 %.");
    }

    [Fact]
    public void Sentence_IncidentThatEnded_SaysFromWhenToWhen()
    {
        var incident = Failing("source", "acquirer-b") with { IsOpen = false, EndedAt = Began.AddSeconds(60) };

        StatusText.Sentence(Of(incident))
            .ShouldBe("acquirer-b: 74.2 % of 480 failed from 13:12:04 UTC to 13:13:04 UTC, usually 2 %, usual again.");
    }

    [Fact]
    public void DetailsOf_SilentSource_SayHowManyUsuallyEnd()
    {
        var silent = Failing("source", "pos") with { Measure = Measure.Silence, UsualShare = null, UsualPerSecond = 3.2 };

        StatusText.TextOf(silent).ShouldBe("no payment has ended");
        StatusText.DetailsOf(silent).ShouldBe(["usually 3.2 a second"]);
    }

    [Fact]
    public void Masked_IncidentOfAnAccount_HasItsNumberNowhere()
    {
        const string account = "DE89370400440532013000";
        var incident = Failing("account", account) with { Message = account + ": 74 % of 480 failed." };

        var masked = ((Dashboard.Application.Common.IMaskable)Of(incident)).Masked();

        System.Text.Json.JsonSerializer.Serialize(masked).ShouldNotContain(account);
        System.Text.Json.JsonSerializer.Serialize(masked).ShouldContain("74.2 % of 480 failed");
    }

    private static IncidentDto Failing(string field, string value) => new()
    {
        Id = "0000000000001",
        Monitor = "failure_rate",
        MonitorVersion = 1,
        Measure = Measure.FailureRate,
        Subject = SliceText.Of([KeyValuePair.Create(field, value)]),
        Conditions = new Dictionary<string, string> { [field] = value },
        IsOpen = true,
        Message = "",
        BeganAt = Began,
        NoticedAt = Began,
        EndedAt = null,
        Payments = 480,
        Bad = 356,
        Share = 356 / 480d,
        UsualShare = 0.02,
        UsualPerSecond = null,
        Amounts = [],
        Explanation = null,
    };

    private static StatusDto Of(IncidentDto incident) => new()
    {
        Level = StatusLevel.Critical,
        Name = StatusText.NameOf(incident, null),
        Text = StatusText.TextOf(incident),
        Since = incident.BeganAt,
        Until = incident.EndedAt,
        Details = StatusText.DetailsOf(incident),
        Incident = incident,
        Alert = null,
        MoreIncidents = 0,
        MoreAlerts = 0,
        Approval = new ApprovalDto { Payments = 0, Share = null, UsualShare = null, UsualLow = null, UsualHigh = null },
        Incidents = [],
    };
}
