using System.Globalization;
using System.Text.Json;
using System.Xml;
using Dashboard.Application.Rules.Language.Reading;

namespace Dashboard.Application.Rules.Language.Faces;

/// <summary>Reads the form of a rule into its text, which the one parser then checks.</summary>
internal static class FormReader
{
    private const int MaxDepth = 40;

    /// <exception cref="FormatException">The form has members that belong to no part of a rule; the message names them.</exception>
    public static string TextOf(JsonElement form) => Condition(form, 0);

    private static string Condition(JsonElement form, int depth)
    {
        if (depth > MaxDepth) throw new FormatException("The form is too deep.");
        if (form.ValueKind != JsonValueKind.Object) return Value(form, depth);
        var next = depth + 1;
        if (form.TryGetProperty("all", out var all)) return Join(all, " and ", next);
        if (form.TryGetProperty("any", out var any)) return Join(any, " or ", next);
        if (form.TryGetProperty("not", out var not)) return $"not ({Condition(not, next)})";
        if (form.TryGetProperty("missing", out var missing)) return $"{Value(missing, next)} is missing";
        if (!form.TryGetProperty("value", out var value)) return Value(form, depth);
        var left = Value(value, next);
        if (form.TryGetProperty("is", out var symbol)) return $"{left} {Text(symbol)} {Value(form.GetProperty("than"), next)}";
        if (form.TryGetProperty("between", out var range) && Items(range) is [var low, var high])
            return $"{left} between {Value(low, next)} and {Value(high, next)}";
        if (form.TryGetProperty("in", out var list)) return $"{left} in ({string.Join(", ", Items(list).Select(i => Value(i, next)))})";
        if (form.TryGetProperty("inList", out var name)) return $"{left} in list {RulePrinter.Quote(Text(name))}";
        throw Unknown(form);
    }

    private static string Value(JsonElement form, int depth)
    {
        if (depth > MaxDepth) throw new FormatException("The form is too deep.");
        switch (form.ValueKind)
        {
            case JsonValueKind.Number: return form.GetRawText();
            case JsonValueKind.String: return RulePrinter.Quote(Text(form));
            case JsonValueKind.Object: break;
            default: throw Unknown(form);
        }

        var next = depth + 1;
        if (form.TryGetProperty("text", out var text)) return $"({Text(text)})";
        if (form.TryGetProperty("aggregate", out var function)) return Aggregate(form, Text(function), next);
        if (form.TryGetProperty("field", out var field)) return Text(field);
        if (form.TryGetProperty("clock", out var clock))
            return $"{Text(clock)} in timezone {RulePrinter.Quote(Text(form.GetProperty("timezone")))}";
        if (form.TryGetProperty("calculate", out var symbol) && Items(form.GetProperty("of")) is [var left, var right])
            return $"({Value(left, next)} {Text(symbol)} {Value(right, next)})";
        if (form.TryGetProperty("minus", out var minus)) return $"(-{Value(minus, next)})";
        if (form.TryGetProperty("abs", out var absolute)) return $"abs({Value(absolute, next)})";
        if (form.TryGetProperty("amount", out var amount)) return $"{amount.GetRawText()} {Text(form.GetProperty("currency"))}";
        if (form.TryGetProperty("span", out var span)) return Span(span);
        foreach (var word in (ReadOnlySpan<string>)["currency", "status", "weekday"])
            if (form.TryGetProperty(word, out var constant)) return Text(constant);
        return $"({Condition(form, next)})";
    }

    private static string Aggregate(JsonElement form, string function, int depth)
    {
        var of = form.TryGetProperty("of", out var field) ? Text(field) : "";
        if (form.TryGetProperty("share", out var share)) of += ", " + share.GetRawText();
        var over = form.TryGetProperty("over", out var span) ? " over " + Span(span)
            : form.TryGetProperty("last", out var last) ? " over last " + last.GetRawText() : "";
        var where = form.TryGetProperty("where", out var condition) ? $" where ({Condition(condition, depth)})" : "";
        var per = form.TryGetProperty("per", out var keys) ? $" per {string.Join(", ", Items(keys).Select(Text))}" : "";
        return $"{function}{(of.Length > 0 ? $"({of})" : "")}{per}{over}{where}";
    }

    private static string Join(JsonElement list, string word, int depth) =>
        string.Join(word, Items(list).Select(c => $"({Condition(c, depth)})"));

    private static JsonElement[] Items(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : throw Unknown(list);

    private static string Text(JsonElement text) => text.ValueKind == JsonValueKind.String ? text.GetString()! : throw Unknown(text);

    private static string Span(JsonElement text)
    {
        try
        {
            return Spans.Write(XmlConvert.ToTimeSpan(Text(text)));
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or InvalidOperationException)
        {
            throw new FormatException("A time span is written as in ISO 8601, such as PT10M.");
        }
    }

    private static FormatException Unknown(JsonElement form)
    {
        var raw = form.GetRawText();
        return new FormatException(string.Create(CultureInfo.InvariantCulture, $"{raw[..Math.Min(60, raw.Length)]} is no part of a rule."));
    }
}
