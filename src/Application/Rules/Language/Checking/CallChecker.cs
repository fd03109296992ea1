using System.Globalization;
using Dashboard.Application.Rules.Language.Reading;
using Dashboard.Application.Rules.Language.Tree;

namespace Dashboard.Application.Rules.Language.Checking;

/// <summary>Aggregates, <c>abs</c>, and the parts of a time.</summary>
internal sealed class CallChecker(Checker checker)
{
    private static readonly PaymentField[] Distinguishable =
        [PaymentField.Account, PaymentField.Counterparty, PaymentField.Source, PaymentField.Currency];

    public Node? Check(CallSyntax call)
    {
        var name = call.Name.Name;
        if (name is Words.Hour or Words.Weekday) return Clock(call);
        if (name == Words.Absolute) return AbsoluteOf(call);
        if (Words.Aggregates.TryGetValue(name, out var function)) return Aggregate(call, function);
        var message = Words.Fields.ContainsKey(name) ? $"'{name}' is a field and stands alone." : $"'{name}' is not known.";
        return checker.Fail(call.Name.Span, message, Suggestions.Closest(name, WordChecker.Known.Where(k => k != name)));
    }

    private Node? Clock(CallSyntax call)
    {
        var (name, zone) = (call.Name.Name, call.Parts.Zone);
        if (zone is null || call.Parts is not { Arguments: null, Per: null, Over: null, Where: null })
            return checker.Fail(call.Span, $"The {name} needs a time zone alone.", $"{name} in timezone \"Europe/Berlin\"");
        if (new ConstantChecker(checker).Text(zone) is not { } zoneName) return null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(zoneName, out _)) return new ClockValue(name == Words.Weekday, zoneName);
        var known = Suggestions.Closest(zoneName, TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id));
        return checker.Fail(zone.Span, $"There is no time zone \"{zoneName}\". Expected a name such as \"Europe/Berlin\".", known);
    }

    private Node? AbsoluteOf(CallSyntax call)
    {
        if (call.Parts is not { Arguments.Count: 1, Zone: null, Per: null, Over: null, Where: null })
            return checker.Fail(call.Span, "abs takes one value.", "abs(amount)");
        return checker.Value(call.Parts.Arguments[0], null) switch
        {
            null => null,
            var value when TypeNames.IsCounted(value.Type) => new Absolute(value),
            var value => checker.Fail(call.Parts.Arguments[0].Span, $"abs takes an amount or a number, and not {TypeNames.Of(value.Type)}."),
        };
    }

    private Node? Aggregate(CallSyntax call, AggregateFunction function)
    {
        if (!checker.CountAggregate(call.Span)) return null;
        var parts = call.Parts;
        if (parts.Zone is not null) return checker.Fail(parts.Zone.Span, "An aggregate has no time zone.");
        var isRead = Subject(call, function, out var of, out var share) & Keys(call, out var per) & Window(call, function, out var over);
        Node? where = null;
        if (parts.Where is not null) isRead &= Where(parts.Where, out where);
        return isRead ? new Aggregate(function, of, share, [.. per], over, where) : null;
    }

    private bool Subject(CallSyntax call, AggregateFunction function, out PaymentField? of, out int share)
    {
        (of, share) = (null, function == AggregateFunction.Spread ? Tree.Aggregate.DefaultShare : 0);
        var (name, arguments) = (call.Name.Name, call.Parts.Arguments);
        if (function is AggregateFunction.Count or AggregateFunction.FirstSeen or AggregateFunction.SinceLast)
            return arguments is null || Fail(call.Name.Span, $"{name} takes nothing in parentheses.", $"{name} per account");
        var example = function == AggregateFunction.Distinct ? "distinct(counterparty)" : $"{name}(amount)";
        if (arguments is not { Count: > 0 }) return Fail(call.Name.Span, $"{name} needs a field.", example);
        if (arguments[0] is not WordSyntax word || !Words.Fields.TryGetValue(word.Name, out var field)
            || !(function == AggregateFunction.Distinct ? Distinguishable.Contains(field) : field == PaymentField.Amount))
            return Fail(arguments[0].Span, $"{name} takes {(function == AggregateFunction.Distinct ? "one of " + KeyNames : "amount")}.", example);
        of = field;
        if (arguments.Count == 1) return true;
        if (function != AggregateFunction.Spread || arguments.Count > 2)
            return Fail(arguments[1].Span, $"{name} takes one field.", example);
        var isShare = arguments[1] is NumberSyntax percent
            && int.TryParse(percent.Text, NumberStyles.None, CultureInfo.InvariantCulture, out share) && share is >= 1 and <= 100;
        const string Message = "The share is a whole number of percent from 1 to 100.";
        return isShare || Fail(arguments[1].Span, Message, "spread(amount, 80)");
    }

    private static string KeyNames => string.Join(", ", Words.Keys.Select(Words.Of));

    private bool Keys(CallSyntax call, out List<PaymentField> keys)
    {
        keys = [];
        if (call.Parts.Per is not { } per)
            return Fail(call.Span, $"{call.Name.Name} needs to know per what it counts.", $"{checker.TextOf(call.Name)} per account");
        foreach (var word in per)
        {
            if (!Words.Fields.TryGetValue(word.Name, out var key) || !Words.Keys.Contains(key))
                return Fail(word.Span, $"per takes {KeyNames}.", Suggestions.Closest(word.Name, Words.Keys.Select(Words.Of)));
            if (keys.Contains(key)) return Fail(word.Span, $"{word.Name} is named twice.");
            keys.Add(key);
        }

        keys.Sort();
        return true;
    }

    private bool Window(CallSyntax call, AggregateFunction function, out Window? window)
    {
        window = null;
        switch (call.Parts.Over)
        {
            case null when function is AggregateFunction.FirstSeen or AggregateFunction.SinceLast:
                return true;
            case null:
                return Fail(call.Span, $"{call.Name.Name} needs a window.", "over 10m");
            case SpanSyntax span:
                if (new ConstantChecker(checker).Read(span) is not { } length) return false;
                if (length <= TimeSpan.Zero || length > RuleLimits.MaxWindow)
                    return Fail(span.Span, $"A window has 1s to {Spans.Write(RuleLimits.MaxWindow)}.", Spans.Write(RuleLimits.MaxWindow));
                window = Tree.Window.Of(length);
                return true;
            default:
                var number = (NumberSyntax)call.Parts.Over;
                if (!int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                    || last is < 1 or > RuleLimits.MaxLast)
                    return Fail(number.Span, $"A window has the last 1 to {RuleLimits.MaxLast} payments.");
                window = Tree.Window.OfLast(last);
                return true;
        }
    }

    private bool Where(Syntax syntax, out Node? where)
    {
        checker.Within++;
        where = checker.Condition(syntax);
        checker.Within--;
        if (where is null) return false;
        return checker.Within == 0 || Fail(syntax.Span, "A where within another where is not possible.");
    }

    private bool Fail(SourceSpan span, string message, string? suggestion = null)
    {
        checker.Fail(span, message, suggestion);
        return false;
    }
}
