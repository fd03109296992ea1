using System.Globalization;
using Dashboard.Application.Common;

namespace Dashboard.Infrastructure.Replay.Rows.Fields;

/// <summary>Reads the time of a row.</summary>
internal sealed class TimeField
{
    private readonly TimeMapping _mapping;
    private readonly Template _text;
    private readonly TimeZoneInfo _zone;
    private readonly NumberFormat _numbers;

    public TimeField(TimeMapping mapping, string? zone, NumberFormat numbers)
    {
        _mapping = mapping;
        _text = Template.Parse(mapping.Text);
        _zone = zone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(zone);
        _numbers = numbers;
    }

    public bool IsEmpty(ReplayRow row) => _text.Fill(row) is null;

    public bool TryRead(ReplayRow row, out DateTimeOffset time, out RowProblem problem)
    {
        var text = _text.Fill(row) ?? "";
        return _mapping.Format is { } format ? TryText(text, format, out time, out problem) : TryNumber(text, out time, out problem);
    }

    private bool TryText(string text, string format, out DateTimeOffset time, out RowProblem problem)
    {
        (time, problem) = (default, default);
        if (format == TimeMapping.Rfc3339)
        {
            if (TimeReader.TryRead(text, out time, out var error)) return true;
            problem = new RowProblem($"the time of {_mapping.Text} {error}", text);
            return false;
        }

        // UTC when the text has an offset, and without a kind when it has none.
        if (!DateTime.TryParseExact(
            text, format.Split('|'), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var read))
        {
            problem = text.Length == 0
                ? new RowProblem($"the time of {_mapping.Text} is empty")
                : new RowProblem($"the time of {_mapping.Text} is not of the form {format}", text);
            return false;
        }

        time = read.Kind == DateTimeKind.Utc ? new DateTimeOffset(read) : ZonedTime.Of(read, _zone);
        return true;
    }

    private bool TryNumber(string text, out DateTimeOffset time, out RowProblem problem)
    {
        time = default;
        if (!_numbers.TryPlain(text, $"the time of {_mapping.Text}", out var units, out problem)) return false;
        try
        {
            // In decimals, which hold ten million parts of a second exactly.
            time = _mapping.Since!.Value.AddTicks((long)decimal.Floor(units * _mapping.Unit!.Value.Ticks));
            return true;
        }
        catch (Exception exception) when (exception is OverflowException or ArgumentOutOfRangeException)
        {
            problem = new RowProblem($"the time of {_mapping.Text} is out of range", text);
            return false;
        }
    }
}

/// <summary>Local times of a zone, by the rules of iCalendar (RFC 5545, section 3.3.5).</summary>
internal static class ZonedTime
{
    /// <summary>
    /// A time that occurs twice, when clocks are set back, is the first one. A time that does not occur, when clocks are set forward, is
    /// counted with the offset from before: 02:30 becomes 03:30.
    /// </summary>
    public static DateTimeOffset Of(DateTime local, TimeZoneInfo zone)
    {
        var unspecified = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsAmbiguousTime(unspecified)) return At(unspecified, zone.GetAmbiguousTimeOffsets(unspecified).Max());
        // The gap is shorter than a day, and no zone has two gaps in two days.
        return At(unspecified, zone.GetUtcOffset(zone.IsInvalidTime(unspecified) ? unspecified.AddDays(-1) : unspecified));
    }

    private static DateTimeOffset At(DateTime local, TimeSpan offset)
    {
        // The first and last hours of the calendar have no UTC time in every zone.
        var ticks = Math.Clamp(local.Ticks - offset.Ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks);
        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }
}
