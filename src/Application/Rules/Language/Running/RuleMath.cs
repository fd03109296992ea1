namespace Dashboard.Application.Rules.Language.Running;

/// <summary>Arithmetic that never throws: a result beyond the range of a decimal is the end of that range.</summary>
internal static class RuleMath
{
    // Below this the operators cannot overflow.
    private const double Safe = 7e28;

    public static decimal Add(decimal left, decimal right)
    {
        var result = (double)left + (double)right;
        return Math.Abs(result) < Safe ? left + right : End(result);
    }

    public static decimal Subtract(decimal left, decimal right) => Add(left, -right);

    public static decimal Multiply(decimal left, decimal right)
    {
        var result = (double)left * (double)right;
        return Math.Abs(result) < Safe ? left * right : End(result);
    }

    /// <param name="right">Not 0; a division by 0 is unknown.</param>
    public static decimal Divide(decimal left, decimal right)
    {
        if (right == 0) return 0;
        var result = (double)left / (double)right;
        return Math.Abs(result) < Safe ? left / right : End(result);
    }

    public static int Hour(long microseconds, TimeZoneInfo zone) => Local(microseconds, zone).Hour;

    /// <summary>1 for Monday … 7 for Sunday.</summary>
    public static int Weekday(long microseconds, TimeZoneInfo zone) =>
        Local(microseconds, zone).DayOfWeek is var day && day == DayOfWeek.Sunday ? 7 : (int)day;

    private static DateTime Local(long microseconds, TimeZoneInfo zone) => TimeZoneInfo.ConvertTimeFromUtc(
        new DateTime(DateTime.UnixEpoch.Ticks + microseconds * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc), zone);

    private static decimal End(double result) => result > 0 ? decimal.MaxValue : decimal.MinValue;
}
