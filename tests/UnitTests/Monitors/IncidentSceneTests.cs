using Dashboard.Application.Monitors;
using Change = Dashboard.UnitTests.Monitors.SceneRun.Change;
using Scene = System.Func<string, string, string, double, Dashboard.UnitTests.Monitors.SceneRun.Change?>;

namespace Dashboard.UnitTests.Monitors;

/// <summary>Planted incidents at a hundred payments a second: noticed within ten seconds, with cause and first second.</summary>
public class IncidentSceneTests
{
    private const int Rate = 100;
    private const int Calm = 180;

    private static readonly Change Timeout = new(Reason: "issuer_timeout");

    private static readonly IReadOnlyDictionary<string, (Scene Scene, string Subject, Measure Measure)> Scenes =
        new Dictionary<string, (Scene, string, Measure)>
        {
            ["one source fails"] = ((source, _, _, chance) => source == "mobile" && chance < 0.75 ? Timeout : null,
                "source:mobile", Measure.FailureRate),
            ["a small source fails"] = ((source, _, _, chance) => source == "transfer" && chance < 0.9 ? Timeout : null,
                "source:transfer", Measure.FailureRate),
            ["two axes"] = ((source, currency, _, chance) => source == "online" && currency == "USD" && chance < 0.8 ? Timeout : null,
                "source:online; currency:USD", Measure.FailureRate),
            ["the issuer is away"] = ((_, _, _, chance) => chance < 0.3 ? Timeout : null, "everything", Measure.FailureRate),
            ["one currency fails"] = ((_, currency, _, chance) => currency == "GBP" && chance < 0.6 ? Timeout : null,
                "currency:GBP", Measure.FailureRate),
            ["the gateway is slow"] = ((_, _, _, _) => new Change(Slower: 3), "everything", Measure.SlowShare),
            ["one source is slow"] = ((source, _, _, _) => source == "pos" ? new Change(Slower: 3) : null,
                "source:pos", Measure.SlowShare),
            ["an account is taken over"] = ((_, _, account, chance) => chance < 0.15 ? new Change(Flag: "high_velocity") : null,
                "everything", Measure.FlaggedShare),
            ["a source is silent"] = ((source, _, _, _) => source == "mobile" ? new Change(IsGone: true) : null,
                "source:mobile", Measure.Silence),
            ["everything is silent"] = ((_, _, _, _) => new Change(IsGone: true), "everything", Measure.Silence),
        };

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var name in Scenes.Keys)
            foreach (var seed in (int[])[1, 2, 3]) cases.Add(name, seed);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_planted_incident_is_noticed_with_its_cause(string name, int seed)
    {
        var (scene, subject, measure) = Scenes[name];
        var run = new SceneRun(seed, Rate);
        run.Pass(Calm);
        run.Book.All.ShouldBeEmpty();
        var began = run.Now;

        var incident = run.PassUntilNoticed(10, scene);

        incident.ShouldNotBeNull();
        incident.Measure.ShouldBe(measure);
        incident.Subject.ShouldBe(subject, incident.Message);
        Math.Abs(incident.BeganAt.ToUnixTimeSeconds() - began).ShouldBeLessThanOrEqualTo(2, incident.Message);
        run.Pass(60, scene);
        run.Book.Open.Count.ShouldBe(1, string.Join('\n', run.Book.Open.Select(i => i.ToDto().Message)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_part_of_the_cause_is_not_named_in_its_place(int seed)
    {
        var run = new SceneRun(seed, rate: 50);
        run.Pass(Calm);
        run.Pass(30, (source, _, _, chance) => source == "mobile" && chance < 0.8 ? Timeout : null);

        run.Book.All.Select(i => i.ToDto().Subject).ShouldBe(["source:mobile"]);
    }

    [Fact]
    public void The_sentence_says_what_since_when_how_much_and_why()
    {
        var run = new SceneRun(seed: 4, Rate);
        run.Pass(Calm);
        run.Pass(20, Scenes["one source fails"].Scene);

        var incident = run.Book.Open.ShouldHaveSingleItem().ToDto();

        incident.Message.ShouldMatch(
            @"^mobile: 7\d(\.\d)? % of \d{3} failed since \d\d:\d\d:\d\d UTC \(usually [345](\.\d)? %\), "
            + @"(9\d(\.\d)?|100) % issuer_timeout; all others normal\.$");
        incident.Bad.ShouldBeGreaterThan(150);
        incident.Amounts.Select(a => a.Currency).ShouldBe(["CHF", "EUR", "GBP", "SEK", "USD"]);
        var slice = incident.Explanation!.Slices[0];
        slice.ShareWithout!.Value.ShouldBeInRange(0.02, 0.07);
        incident.Explanation.NotDifferent.ShouldContain("currency");
        incident.Explanation.NotDifferent.ShouldContain("counterparty");
    }

    [Fact]
    public void It_ends_by_itself_after_a_quiet_time_and_says_so()
    {
        var run = new SceneRun(seed: 5, Rate);
        run.Pass(Calm);
        run.Pass(30, Scenes["one source fails"].Scene);
        var ended = run.Now;
        run.Pass(70);

        run.Book.Open.ShouldBeEmpty();
        var incident = run.Book.All.ShouldHaveSingleItem().ToDto();
        Math.Abs(incident.EndedAt!.Value.ToUnixTimeSeconds() - ended).ShouldBeLessThanOrEqualTo(3);
        incident.Message.ShouldContain("Usual again since ");
        incident.Bad.ShouldBeGreaterThan(250);
    }

    [Fact]
    public void Two_causes_at_a_time_are_two_incidents()
    {
        var run = new SceneRun(seed: 6, Rate);
        run.Pass(Calm);
        run.Pass(30, Scenes["one source fails"].Scene);
        run.Pass(30, (source, currency, account, chance) =>
            Scenes["one source fails"].Scene(source, currency, account, chance)
            ?? (source == "atm" && chance > 0.3 ? new Change(Reason: "do_not_honor") : null));

        run.Book.Open.Select(i => i.ToDto().Subject).Order().ShouldBe(["source:atm", "source:mobile"]);
    }

    [Theory]
    [InlineData(10, 3_600)]
    [InlineData(100, 1_800)]
    public void A_calm_time_opens_nothing(int rate, int seconds)
    {
        var run = new SceneRun(seed: 7, rate);

        run.Pass(seconds);

        run.Book.All.Select(i => i.ToDto().Message).ShouldBeEmpty();
    }

    [Fact]
    public void A_single_failed_payment_of_a_new_store_is_no_incident()
    {
        var run = new SceneRun(seed: 8, rate: 1);

        run.Pass(60, (_, _, _, _) => Timeout);

        run.Book.All.ShouldBeEmpty();
    }
}
