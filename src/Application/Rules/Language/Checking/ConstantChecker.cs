using System.Globalization;
using System.Text;
using Dashboard.Application.Common;
using Dashboard.Application.Rules.Language.Reading;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Rules.Language.Checking;

/// <summary>Numbers, amounts, time spans and texts of a rule.</summary>
internal sealed class ConstantChecker(Checker checker)
{
    private static readonly Dictionary<string, char> UnitWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["s"] = 's',
        ["sec"] = 's',
        ["secs"] = 's',
        ["second"] = 's',
        ["seconds"] = 's',
        ["m"] = 'm',
        ["min"] = 'm',
        ["mins"] = 'm',
        ["minute"] = 'm',
        ["minutes"] = 'm',
        ["h"] = 'h',
        ["hr"] = 'h',
        ["hour"] = 'h',
        ["hours"] = 'h',
        ["d"] = 'd',
        ["day"] = 'd',
        ["days"] = 'd',
    };

    private static readonly string[] Codes = [.. Enumerable.Range(1, Currency.IndexCount - 1).Select(i => Currency.FromIndex(i).Code)];

    public static string? ClosestCode(string word) => Suggestions.Closest(word, Codes);

    public Node? Check(Syntax syntax) => syntax switch
    {
        NumberSyntax number => Number(number.Text, number.Span) is { } value ? new NumberConstant(value) : null,
        MoneySyntax money => Money(money),
        SpanSyntax span => Span(span),
        TextSyntax text => Text(text) is { } value ? new TextConstant(value) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(syntax)),
    };

    /// <summary>The text without its quotes, in Unicode normal form C as stored texts are.</summary>
    public string? Text(TextSyntax syntax)
    {
        var text = new StringBuilder();
        for (var i = 1; i < syntax.Text.Length - 1; i++) text.Append(syntax.Text[i] == '\\' ? syntax.Text[++i] : syntax.Text[i]);
        if (TextRules.TryRead(text.ToString(), Transaction.MaxCounterpartyLength, out var read)) return read;
        checker.Fail(syntax.Span, $"A text {TextRules.Requirement(Transaction.MaxCounterpartyLength)}.");
        return null;
    }

    public TimeSpan? Read(SpanSyntax syntax)
    {
        if (Spans.Read(syntax.Text) is { } span) return span;
        checker.Fail(syntax.Span, "A time span is a whole number with s, m, h or d, such as 90s, 10m, 24h or 30d.");
        return null;
    }

    private SpanConstant? Span(SpanSyntax syntax) => Read(syntax) is { } span ? new SpanConstant(span) : null;

    private decimal? Number(string text, SourceSpan span)
    {
        if (AmountReader.TryRead(text, out var value, out _)) return value;
        checker.Fail(span, "The number has more digits than the program can keep exactly.");
        return null;
    }

    private Node? Money(MoneySyntax syntax)
    {
        if (Number(syntax.Number, new SourceSpan(syntax.Span.Position, syntax.Number.Length)) is not { } amount) return null;
        if (!Currency.TryFromCode(syntax.Unit.Name, out var currency)) return UnknownUnit(syntax);
        if (Domain.Currencies.Money.TryFromDecimal(amount, currency, out var money, out _)) return new MoneyConstant(money);
        var decimals = amount != decimal.Truncate(amount * Scale(currency)) / Scale(currency);
        return decimals
            ? checker.Fail(syntax.Span, $"{currency.Code} has {currency.Exponent} decimals, so {syntax.Number} {currency.Code} is not an amount.")
            : checker.Fail(syntax.Span, $"An amount is at most {Written(currency)} {currency.Code}.");
    }

    private Node? UnknownUnit(MoneySyntax syntax)
    {
        var word = syntax.Unit.Name;
        if (UnitWords.TryGetValue(word, out var unit))
            return checker.Fail(syntax.Span, "A time span is written without a space.", $"{syntax.Number}{unit}");
        var message = $"'{word}' is not a currency. Expected an ISO 4217 code such as EUR.";
        return checker.Fail(syntax.Unit.Span, message, ClosestCode(word));
    }

    private static decimal Scale(Currency currency) => (decimal)Math.Pow(10, currency.Exponent);

    private static string Written(Currency currency) =>
        Domain.Currencies.Money.ToDecimal(Domain.Currencies.Money.MaxMinorUnits, currency).ToString("F0", CultureInfo.InvariantCulture);
}
