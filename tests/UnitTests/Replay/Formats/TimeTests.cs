using System.Globalization;

namespace Dashboard.UnitTests.Replay.Formats;

public sealed class TimeTests : IDisposable
{
    private const string Local = "{ \"text\": \"{Date}\", \"format\": \"yyyy-MM-dd HH:mm\" }";

    private readonly RecordedReplay _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("2026-01-15 12:00", "2026-01-15T11:00:00Z")]
    [InlineData("2026-07-15 12:00", "2026-07-15T10:00:00Z")]
    [InlineData("2025-10-26 02:30", "2025-10-26T00:30:00Z")] // doubled: the first one
    [InlineData("2026-03-29 02:30", "2026-03-29T01:30:00Z")] // missing: 03:30
    [InlineData("2026-03-29 01:59", "2026-03-29T00:59:00Z")]
    [InlineData("2026-03-29 03:00", "2026-03-29T01:00:00Z")]
    public async Task ReplayAsync_TimeWithoutAnOffset_IsInTheZoneOfTheMapping(string written, string expected) =>
        (await TimeOfAsync(written, "\"zone\": \"Europe/Berlin\",", Local)).ShouldBe(Time(expected));

    [Fact]
    public async Task ReplayAsync_TimeWithoutAnOffsetAndAZone_IsUtc() =>
        (await TimeOfAsync("2026-07-15 12:00", "", Local)).ShouldBe(Time("2026-07-15T12:00:00Z"));

    [Theory]
    [InlineData("2026-07-15 12:00 +05:30", "2026-07-15T06:30:00Z")]
    [InlineData("2026-07-15 12:00 +00:00", "2026-07-15T12:00:00Z")]
    public async Task ReplayAsync_OffsetInTheText_WinsOverTheZone(string written, string expected) =>
        (await TimeOfAsync(written, "\"zone\": \"Europe/Berlin\",", "{ \"text\": \"{Date}\", \"format\": \"yyyy-MM-dd HH:mm zzz\" }"))
            .ShouldBe(Time(expected));

    [Theory]
    [InlineData("2026-01-15T12:00:00Z", "2026-01-15T12:00:00Z")]
    [InlineData("2026-01-15t12:00:00.5+01:00", "2026-01-15T11:00:00.5Z")]
    public async Task ReplayAsync_Rfc3339_IsReadAsEverywhere(string written, string expected) =>
        (await TimeOfAsync(written, "", "{ \"text\": \"{Date}\", \"format\": \"rfc3339\" }")).ShouldBe(Time(expected));

    [Fact]
    public async Task ReplayAsync_Rfc3339WithoutAnOffset_IsRejected()
    {
        var summary = await _bench.ReplayAsync(
            BankMapping.Heading + "2026-01-15T12:00:00,A1,x,1,EUR\n",
            BankMapping.Text(createdAt: "{ \"text\": \"{Date}\", \"format\": \"rfc3339\" }"));

        summary.Reasons.ShouldHaveSingleItem().Key.ShouldContain("offset");
    }

    [Theory]
    [InlineData("1767225600.9999999", "00:00:01", "2026-01-01T00:00:00.9999999Z")]
    [InlineData("1767225600", "00:00:01", "2026-01-01T00:00:00Z")]
    [InlineData("1767225600123", "00:00:00.001", "2026-01-01T00:00:00.123Z")]
    [InlineData("1767225600123456", "00:00:00.000001", "2026-01-01T00:00:00.123456Z")]
    [InlineData("0.1", "00:00:01", "1970-01-01T00:00:00.1Z")]
    public async Task ReplayAsync_CountedUnits_AreExact(string written, string unit, string expected) =>
        (await TimeOfAsync(written, "", $"{{ \"text\": \"{{Date}}\", \"since\": \"1970-01-01T00:00:00Z\", \"unit\": \"{unit}\" }}"))
            .ShouldBe(Time(expected));

    [Theory]
    [InlineData("1e300")]
    [InlineData("99999999999999999999")]
    [InlineData("Pending")]
    [InlineData("")]
    public async Task ReplayAsync_UnitsOutOfRange_AreRejected(string written)
    {
        var summary = await _bench.ReplayAsync(
            $"{BankMapping.Heading}{written},A1,x,1,EUR\n",
            BankMapping.Text(createdAt: "{ \"text\": \"{Date}\", \"since\": \"1970-01-01T00:00:00Z\", \"unit\": \"00:00:01\" }"));

        summary.Rejected.ShouldBe(1);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private async Task<DateTimeOffset> TimeOfAsync(string written, string keys, string createdAt)
    {
        var summary = await _bench.ReplayAsync(
            $"{BankMapping.Heading}{written},A1,x,1,EUR\n", BankMapping.Text(keys, createdAt: createdAt));
        summary.Reasons.ShouldBeEmpty();
        return _bench.Mediator.Items.Single().CreatedAt!.Value;
    }
}
