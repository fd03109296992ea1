using CsCheck;
using Dashboard.Application.Monitors;
using Dashboard.Application.Monitors.Versions;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Rules;

namespace Dashboard.UnitTests.Monitors;

public class MonitorTextTests
{
    private static readonly Gen<MonitorContent> Contents =
        from measure in OneOf(Measure.FailureRate, Measure.FlaggedShare, Measure.SlowShare, Measure.Silence)
        from isOn in Gen.Bool
        from source in OneOf<string?>(null, "pos", "a: b", "# no comment")
        from currency in OneOf<string?>(null, "EUR", "JPY")
        from limit in Gen.Double[0.001, 1.5].Select(l => l < 1 ? Math.Min(l, 0.999) : (double?)null)
        from rise in Gen.Double[0.001, 0.9]
        from payments in Gen.Int[5, 10_000]
        from certainty in Gen.Double[5, 200]
        from quiet in Gen.Int[5, 3_600]
        from description in OneOf<string?>(null, "A text, with: everything 世界")
        select new MonitorContent
        {
            Measure = measure,
            IsOn = isOn,
            Source = source,
            Currency = measure == Measure.Silence ? null : currency,
            Limit = measure == Measure.Silence ? null : limit,
            MinimumRise = rise,
            MinimumPayments = payments,
            Certainty = certainty,
            Quiet = TimeSpan.FromSeconds(quiet),
            Description = description,
        };

    [Fact]
    public void Any_monitors_are_read_as_they_were_written() => Contents.Array[1, 5].Sample(contents =>
    {
        var monitors = contents.Select((c, i) => Version("m" + i, c)).ToList();

        var read = MonitorText.Read(MonitorText.Write(monitors), out var errors);

        errors.ShouldBeEmpty();
        read.ShouldBe(monitors.Select(m => (m.Name, m.Content)));
        MonitorText.Write(contents[0]).Length.ShouldBeLessThan(MonitorContent.MaxTextLength);
    });

    [Fact]
    public void Any_text_is_read_or_refused_with_lines() => Gen.String[Gen.Char["monitr \n:#lqueySconds01.\0"], 0, 200].Sample(text =>
    {
        MonitorText.Read(text, out var errors);
        errors.ShouldAllBe(e => e.StartsWith("line "));
    });

    [Theory]
    [InlineData("measure: silence", "line 1: a line \"monitor name\" must come before the fields")]
    [InlineData("monitor A\n measure: silence", "line 1: the name must be of lower-case letters, digits, _ or -")]
    [InlineData("monitor a\n measure: speed", "line 1: measure must be failureRate, flaggedShare, slowShare, silence")]
    [InlineData("monitor a\n measure: silence\n colour: red", "line 3: there is no field colour")]
    [InlineData("monitor a\n measure: silence\n certainty: high", "line 3: certainty must be a number")]
    [InlineData("monitor a\n measure: silence\n limit: 0.5", "line 1: limit a silence has no limit")]
    [InlineData("monitor a\n measure: failureRate\n minimumPayments: 4", "line 1: minimumPayments must be between 5 and 10000")]
    [InlineData("monitor a\n measure: silence\nmonitor a\n measure: silence", "line 3: the monitor a is in the text twice")]
    public void A_fault_is_named_with_its_line(string text, string error)
    {
        MonitorText.Read(text, out var errors);

        errors.ShouldBe([error]);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static MonitorVersion Version(string name, MonitorContent content) =>
        new(name, 1, content, RuleAuthor.Of(Actor.System), "test", TestData.Time);
}
