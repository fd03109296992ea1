using System.Globalization;
using System.Text;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace Dashboard.Api.Logging;

/// <summary>Escapes control characters, line separators and characters without a shape in the entries of the log: a text of a caller
/// writes no line of its own. The line breaks of stack traces stay.</summary>
internal sealed class PlainLines(Logger outputs) : ILogEventSink, IDisposable
{
    private static readonly MessageTemplateParser Parser = new();

    public void Emit(LogEvent logEvent) => outputs.Write(Plain(logEvent));

    public void Dispose() => outputs.Dispose();

    /// <summary>The entry with every text escaped; the same entry when none needs it.</summary>
    internal static LogEvent Plain(LogEvent entry)
    {
        var template = IsPlain(entry.MessageTemplate.Text) ? entry.MessageTemplate : Parser.Parse(Escaped(entry.MessageTemplate.Text));
        var exception = entry.Exception is { } thrown && Chain(thrown).Any(e => !IsPlain(e.Message))
            ? new PlainException(thrown)
            : entry.Exception;
        var isSame = ReferenceEquals(template, entry.MessageTemplate) && ReferenceEquals(exception, entry.Exception);
        List<LogEventProperty> properties = [];
        foreach (var (name, value) in entry.Properties)
        {
            var plain = Plain(value);
            isSame &= ReferenceEquals(plain, value);
            properties.Add(new LogEventProperty(name, plain));
        }

        return isSame ? entry : new LogEvent(entry.Timestamp, entry.Level, exception, template, properties);
    }

    /// <summary>The text on one line.</summary>
    internal static string Escaped(string text)
    {
        if (IsPlain(text)) return text;
        var plain = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (IsPlain(character)) plain.Append(character);
            else if (character == '\r') plain.Append("\\r");
            else if (character == '\n') plain.Append("\\n");
            else if (character == '\t') plain.Append("\\t");
            else plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
        }

        return plain.ToString();
    }

    private static LogEventPropertyValue Plain(LogEventPropertyValue value) => value switch
    {
        ScalarValue { Value: string text } => IsPlain(text) ? value : new ScalarValue(Escaped(text)),
        ScalarValue { Value: null or ValueType } => value,
        ScalarValue { Value: var other } => other.ToString() is { } text && !IsPlain(text) ? new ScalarValue(Escaped(text)) : value,
        SequenceValue sequence => Several(sequence.Elements) is { } elements ? new SequenceValue(elements) : value,
        StructureValue structure => Several([.. structure.Properties.Select(p => p.Value)]) is { } values
            ? new StructureValue(structure.Properties.Zip(values, (p, v) => new LogEventProperty(p.Name, v)), structure.TypeTag)
            : value,
        DictionaryValue dictionary => new DictionaryValue(dictionary.Elements.Select(
            e => KeyValuePair.Create((ScalarValue)Plain(e.Key), Plain(e.Value)))),
        _ => value,
    };

    private static List<LogEventPropertyValue>? Several(IReadOnlyList<LogEventPropertyValue> values)
    {
        List<LogEventPropertyValue> plain = [.. values.Select(Plain)];
        return plain.Zip(values).All(pair => ReferenceEquals(pair.First, pair.Second)) ? null : plain;
    }

    private static bool IsPlain(string text)
    {
        foreach (var character in text)
            if (!IsPlain(character)) return false;
        return true;
    }

    private static bool IsPlain(char character) => character is >= ' ' and <= '~' || (character > '~' && char.GetUnicodeCategory(character)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var next = exception; next is not null; next = next.InnerException) yield return next;
    }

    // The stack trace keeps its lines. The messages, which may have a text of a caller in them, lose theirs.
    private sealed class PlainException(Exception thrown) : Exception(Escaped(thrown.Message))
    {
        public override string ToString() => Chain(thrown).Where(e => !IsPlain(e.Message))
            .Aggregate(thrown.ToString(), (text, e) => text.Replace(e.Message, Escaped(e.Message), StringComparison.Ordinal));
    }
}
