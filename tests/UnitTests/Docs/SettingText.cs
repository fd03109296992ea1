using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Dashboard.UnitTests.Docs;

/// <summary>Writes ranges and defaults for a reader.</summary>
internal static class SettingText
{
    /// <summary>The values that a setting may have, as far as its type or its attribute says so; empty when neither does.</summary>
    public static string RangeOf(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(bool)) return "`true`, `false`";
        if (type.IsEnum) return string.Join(", ", Enum.GetNames(type).Select(n => $"`{n}`"));
        if (property.GetCustomAttribute<RangeAttribute>() is not { } range) return "";
        return $"{Limit(range.Minimum, type)} … {Limit(range.Maximum, type)}";
    }

    public static string Value(object? value) => value switch
    {
        null => "none",
        TimeSpan time => Time(time),
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        bool isOn => isOn ? "`true`" : "`false`",
        Enum or string => $"`{value}`",
        IDictionary { Count: > 0 } pairs => string.Join(", ", pairs.Keys.Cast<string>().Order(StringComparer.Ordinal)
            .Select(key => string.Create(CultureInfo.InvariantCulture, $"{key} {pairs[key]:#,0.#####}"))),
        ICollection { Count: 0 } => "none",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Limit(object limit, Type type) =>
        Value(type == typeof(TimeSpan) && limit is string text ? TimeSpan.Parse(text, CultureInfo.InvariantCulture) : limit);

    private static string Time(TimeSpan time)
    {
        if (time == TimeSpan.Zero) return "0";
        var days = time.Days == 1 ? "day" : "days";
        (int Count, string Unit)[] parts =
            [(time.Days, days), (time.Hours, "h"), (time.Minutes, "min"), (time.Seconds, "s"), (time.Milliseconds, "ms")];
        return string.Join(' ', parts.Where(p => p.Count > 0).Select(p => $"{Value(p.Count)} {p.Unit}"));
    }
}
