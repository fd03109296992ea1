using Dashboard.Tools.Drill.Playing;
using Dashboard.Tools.Drill.Scenes;

namespace Dashboard.UnitTests.Drill;

public class SceneFileTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    public static TheoryData<string> Files() => [.. Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileName(f)).Order()];

    private static string Folder => Path.Combine(Checkout.Root, "tools", "Drill", "scenes");

    [Theory]
    [MemberData(nameof(Files))]
    public void A_scene_of_the_project_is_valid_and_gives_the_same_payments_each_time(string file)
    {
        var scene = SceneReader.Read(File.ReadAllText(Path.Combine(Folder, file)), out var errors);

        errors.ShouldBeEmpty();
        scene!.Name.ShouldBe(Path.GetFileNameWithoutExtension(file));
        var (one, other) = (new ScenePayments(scene, Start, "r"), new ScenePayments(scene, Start, "r"));
        for (var second = -5; second < 10; second++)
        {
            var payments = one.Between(second, second + 1);
            payments.ShouldBe(other.Between(second, second + 1));
            payments.ShouldAllBe(p => p.CompletedAt >= Start.AddSeconds(second) && p.CompletedAt < Start.AddSeconds(second + 1));
            payments.Select(p => p.Reference).ShouldBeUnique();
        }
    }

    [Theory]
    [InlineData("""{"name":"a","title":"","seed":1,"rate":0}""", "rate must be above 0 and at most 5000.")]
    [InlineData("""{"name":"a","title":"","seed":1,"rate":10,"seconds":0}""", "seconds must be between 1 and 600.")]
    [InlineData("""{"name":"a","title":"","seed":1,"rate":10,"changes":[{"share":2,"silent":true}]}""",
        "changes[0].share must be between 0 and 1.")]
    [InlineData("""{"name":"a","title":"","seed":1,"rate":10,"changes":[{"when":{"source":"pos"}}]}""",
        "changes[0] must change something: failureReason, slower, silent or copies.")]
    [InlineData("""{"name":"a","title":"","seed":1,"rate":10,"changes":[{"when":{"source":"po"},"silent":true}]}""",
        "changes[0].when.source: po is not in sources.")]
    [InlineData("""{"name":"a","title":"","seed":1,"rate":10,"expect":{"measure":"speed","conditions":{"colour":"red"}}}""",
        "expect.measure must be failureRate, flaggedShare, slowShare or silence.",
        "expect.conditions.colour: the field must be source, currency, counterparty, account, flag or amount.")]
    [InlineData("""{"name":"a","title":"","seed":1,"rate":10,"rhythm":[{"second":0,"factor":1},{"second":0,"factor":2}]}""",
        "rhythm[1].second must be after that of the point before.")]
    public void A_fault_is_named_with_its_field(string text, params string[] expected)
    {
        SceneReader.Read(text, out var errors).ShouldBeNull();

        errors.ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"name":"a","title":"","seed":"x","rate":10}""", "seed: ")]
    [InlineData("""{"name":"a","title":"","seed":1,"rate":10,"changes":[{"shar":2}]}""", "changes[0].shar: ")]
    [InlineData("""{"name":"a","title":"","seed":1}""", "rate")]
    [InlineData("""{"name":""", "")]
    public void A_text_of_another_shape_is_refused_where_it_goes_wrong(string text, string expected)
    {
        SceneReader.Read(text, out var errors).ShouldBeNull();

        errors.ShouldHaveSingleItem().ShouldContain(expected);
    }

    [Fact]
    public void A_score_is_passed_only_with_cause_time_and_begin_right_and_nothing_false()
    {
        var scene = SceneReader.Read(File.ReadAllText(Path.Combine(Folder, "one-source-fails.json")), out _)!;
        var right = Seen("FailureRate", 4, 1, "mobile");

        Score.Of(scene, Start, [right]).Passed.ShouldBeTrue();
        Score.Of(scene, Start, []).Passed.ShouldBeFalse("not noticed");
        Score.Of(scene, Start, [Seen("FailureRate", 11, 1, "mobile")]).Passed.ShouldBeFalse("too late");
        Score.Of(scene, Start, [Seen("FailureRate", 4, 3, "mobile")]).Passed.ShouldBeFalse("began at another time");
        Score.Of(scene, Start, [Seen("FailureRate", 4, 1, "pos")]).Passed.ShouldBeFalse("another cause");
        Score.Of(scene, Start, [Seen("FailureRate", -4, 1, "mobile")]).Passed.ShouldBeFalse("before it began");
        Score.Of(scene, Start, [Seen("SlowShare", 4, 1, "mobile")]).Passed.ShouldBeFalse("another measure");
        Score.Of(scene, Start, [right, Seen("SlowShare", 4, 1, "pos")]).Passed.ShouldBeFalse("one too many");
        Score.Of(scene with { Expect = null }, Start, []).Passed.ShouldBeTrue();
    }

    private static SeenIncident Seen(string measure, int noticed, int began, string source)
    {
        var conditions = new Dictionary<string, string> { ["source"] = source };
        return new SeenIncident(
            "1", measure, IsOpen: true, "message", conditions, Start.AddSeconds(began), Start.AddSeconds(noticed),
            new SeenExplanation([new SeenSlice(conditions)], [new SeenReason("issuer_timeout", 0.9)]));
    }
}
