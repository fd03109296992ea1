using System.Text.Json.Nodes;
using System.Xml;
using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.Application.Rules.Language.Faces;

/// <summary>A rule as a form of conditions, for editors that show fields instead of text. <see cref="FormReader"/> reads it back.</summary>
internal static class RuleForm
{
    // What lies deeper is shown as text within the form, so that a form is never too deep for a reader of JSON.
    private const int MaxDepth = 8;

    public static JsonNode Of(Node node) => Write(node, 0);

    private static JsonNode Write(Node node, int depth)
    {
        if (depth == MaxDepth && node is not (Constant or FieldValue)) return new JsonObject { ["text"] = RulePrinter.Print(node) };
        var next = depth + 1;
        return node switch
        {
            AllOf all => new JsonObject { ["all"] = List(all.Conditions, next) },
            AnyOf any => new JsonObject { ["any"] = List(any.Conditions, next) },
            Not not => new JsonObject { ["not"] = Write(not.Condition, next) },
            Comparison c => new JsonObject
            {
                ["value"] = Write(c.Left, next),
                ["is"] = Words.Of(c.Operator),
                ["than"] = Write(c.Right, next),
            },
            Between b => new JsonObject { ["value"] = Write(b.Value, next), ["between"] = List([b.Low, b.High], next) },
            OneOf list => new JsonObject { ["value"] = Write(list.Value, next), ["in"] = List(list.Items, next) },
            InNamedList list => new JsonObject { ["value"] = Write(list.Value, next), ["inList"] = list.List },
            IsMissing missing => new JsonObject { ["missing"] = Write(missing.Value, next) },
            FieldValue field => new JsonObject { ["field"] = Words.Of(field.Field) },
            ClockValue clock => new JsonObject { ["clock"] = clock.IsWeekday ? Words.Weekday : Words.Hour, ["timezone"] = clock.Zone },
            Arithmetic a => new JsonObject { ["calculate"] = Words.Of(a.Operator), ["of"] = List([a.Left, a.Right], next) },
            Negative negative => new JsonObject { ["minus"] = Write(negative.Value, next) },
            Absolute absolute => new JsonObject { [Words.Absolute] = Write(absolute.Value, next) },
            Aggregate aggregate => Write(aggregate, next),
            MoneyConstant money => new JsonObject { ["amount"] = money.Value.Amount, ["currency"] = money.Value.Currency.Code },
            NumberConstant number => JsonValue.Create(number.Value),
            SpanConstant span => new JsonObject { ["span"] = XmlConvert.ToString(span.Value) },
            TextConstant text => JsonValue.Create(text.Value),
            CurrencyConstant currency => new JsonObject { ["currency"] = currency.Value.Code },
            StatusConstant status => new JsonObject { ["status"] = Words.Of(status.Value) },
            WeekdayConstant day => new JsonObject { ["weekday"] = Words.Of(day.Value) },
            _ => throw new ArgumentOutOfRangeException(nameof(node)),
        };
    }

    private static JsonObject Write(Aggregate aggregate, int depth)
    {
        var form = new JsonObject { ["aggregate"] = Words.Of(aggregate.Function) };
        if (aggregate.Of is { } of) form["of"] = Words.Of(of);
        if (aggregate.Function == AggregateFunction.Spread) form["share"] = aggregate.Share;
        form["per"] = new JsonArray([.. aggregate.Per.Select(p => (JsonNode)Words.Of(p))]);
        if (aggregate.Over?.Span is { } span) form["over"] = XmlConvert.ToString(span);
        if (aggregate.Over?.Last is { } last) form["last"] = last;
        if (aggregate.Where is { } where) form["where"] = Write(where, depth);
        return form;
    }

    private static JsonArray List(IEnumerable<Node> nodes, int depth) => new([.. nodes.Select(n => Write(n, depth))]);
}
