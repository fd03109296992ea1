using Dashboard.Application.Monitors;
using Dashboard.Application.Monitors.Incidents;
using Dashboard.Application.Monitors.Versions;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Rules;
using Change = Dashboard.UnitTests.Monitors.SceneRun.Change;

namespace Dashboard.UnitTests.Monitors;

/// <summary>What a monitor's fields do to what is noticed.</summary>
public class MonitorFieldTests
{
    private static readonly Change Timeout = new(Reason: "issuer_timeout");

    private static readonly MonitorContent Failures = new() { Measure = Measure.FailureRate };

    [Fact]
    public void A_monitor_that_is_off_opens_nothing() => Noticed(Failures with { IsOn = false }).ShouldBeEmpty();

    [Fact]
    public void A_monitor_of_another_source_opens_nothing() => Noticed(Failures with { Source = "pos" }).ShouldBeEmpty();

    [Fact]
    public void A_monitor_of_the_source_opens_one()
    {
        var incident = Noticed(Failures with { Source = "mobile" }).ShouldHaveSingleItem();

        (incident.Monitor, incident.MonitorVersion, incident.Subject).ShouldBe(("mine", 7, "source:mobile"));
    }

    [Fact]
    public void A_monitor_of_a_source_in_a_currency_opens_one() =>
        Noticed(Failures with { Source = "mobile", Currency = "EUR" }).ShouldHaveSingleItem().Subject.ShouldBe("source:mobile");

    [Fact]
    public void A_limit_that_is_not_exceeded_opens_nothing() => Noticed(Failures with { Limit = 0.8, Source = "mobile" }).ShouldBeEmpty();

    [Fact]
    public void A_limit_that_is_exceeded_opens_one_and_is_named()
    {
        var incident = Noticed(Failures with { Limit = 0.3 }).ShouldHaveSingleItem();

        incident.Subject.ShouldBe("source:mobile");
        incident.UsualShare.ShouldBe(0.3);
        incident.Message.ShouldContain("(limit 30 %)");
    }

    [Fact]
    public void More_payments_than_there_are_open_nothing() =>
        Noticed(Failures with { MinimumPayments = 10_000 }).ShouldBeEmpty();

    [Fact]
    public void A_rise_that_must_be_higher_opens_nothing() => Noticed(Failures with { MinimumRise = 0.9 }).ShouldBeEmpty();

    [Fact]
    public void An_incident_ends_after_the_quiet_time_of_its_monitor()
    {
        var run = Started(Failures with { Quiet = TimeSpan.FromSeconds(5) });
        run.Pass(20, Scene);
        run.Book.Open.Count.ShouldBe(1);

        run.Pass(45);

        run.Book.Open.ShouldBeEmpty();
        run.Book.All.Count().ShouldBe(1);
    }

    private static Change? Scene(string source, string currency, string account, double chance) =>
        source == "mobile" && chance < 0.6 ? Timeout : null;

    private static List<IncidentDto> Noticed(MonitorContent content)
    {
        var run = Started(content);
        run.Pass(20, Scene);
        return [.. run.Book.All.Select(i => i.ToDto())];
    }

    private static SceneRun Started(MonitorContent content)
    {
        var run = new SceneRun(seed: 1, rate: 100);
        run.Book.Use([new MonitorVersion("mine", 7, content, RuleAuthor.Of(Actor.System), "test", TestData.Time)]);
        run.Pass(180);
        run.Book.All.ShouldBeEmpty();
        return run;
    }
}
