using System.Globalization;
using System.Text.Json;
using CsCheck;
using Dashboard.Api.Common.Bodies;
using Dashboard.Application.Common;

namespace Dashboard.UnitTests.Common;

public sealed class TimeReaderTests
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new UtcTimeConverter() } };

    private static readonly Gen<DateTimeOffset> AnyTime = Gen.Select(
        Gen.Long[TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay], Gen.Int[-14 * 60, 14 * 60],
        (ticks, offset) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(offset)));

    [Fact]
    public void TryRead_AnyTimeWithAnOffset_IsThatInstant() => AnyTime.Sample(time =>
    {
        var text = time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);

        TimeReader.TryRead(text, out var read, out _).ShouldBeTrue(text);
        read.ShouldBe(time);
        read.Offset.ShouldBe(TimeSpan.Zero);
        TimeReader.TryRead(text.ToLowerInvariant(), out var lower, out _).ShouldBeTrue(text);
        lower.ShouldBe(time);
        JsonSerializer.Deserialize<DateTimeOffset>($"\"{text}\"", Json).ShouldBe(time);
    });

    [Fact]
    public void TryRead_AnyTimeWithoutAnOffset_IsRefused() => AnyTime.Sample(time =>
    {
        TimeReader.TryRead(time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture), out _, out var error)
            .ShouldBeFalse();
        error.ShouldBe(TimeReader.OffsetRequirement);
    });

    [Theory]
    [InlineData("2026-11-30t12:00:00z", "2026-11-30T12:00:00")]
    [InlineData("2026-11-30T12:00:00-00:00", "2026-11-30T12:00:00")]
    [InlineData("2026-11-30T12:00:00+23:59", "2026-11-29T12:01:00")]
    [InlineData("2026-11-30T12:00:00.123456789123Z", "2026-11-30T12:00:00.1234567")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00")]
    [InlineData("2017-01-01T00:59:60.5+01:00", "2017-01-01T00:00:00.5")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00")]
    public void TryRead_OfRfc3339_IsTaken(string text, string utc)
    {
        TimeReader.TryRead(text, out var time, out _).ShouldBeTrue();
        time.UtcDateTime.ShouldBe(DateTime.Parse(utc, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-11-30T12:00:00+0100")]
    [InlineData("2026-11-30T12:00:00+01")]
    [InlineData("2026-11-30 12:00:00Z")]
    [InlineData("2026-11-30T12:00Z")]
    [InlineData("2026-11-30")]
    [InlineData("2026-11-30T12:00:00,5Z")]
    [InlineData("2026-11-30T12:00:00.Z")]
    [InlineData("2026-11-30T24:00:00Z")]
    [InlineData("2026-11-30T12:00:60Z")]
    [InlineData("2026-02-29T12:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("9999-12-31T23:59:60Z")]
    [InlineData("2026-11-30T12:00:00+24:00")]
    [InlineData("2026-11-30T12:00:00+01:60")]
    [InlineData("２026-11-30T12:00:00Z")]
    [InlineData("2026-11-30T12:00:00Z ")]
    [InlineData("")]
    public void TryRead_AnythingElse_IsRefused(string text)
    {
        TimeReader.TryRead(text, out _, out var error).ShouldBeFalse();
        error.ShouldBe(TimeReader.Requirement);
        Should.Throw<UnreadableValueException>(() => JsonSerializer.Deserialize<DateTimeOffset>($"\"{text}\"", Json));
    }
}
