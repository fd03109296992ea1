using System.Globalization;
using Dashboard.Application.Rules.Language.Faces;
using Dashboard.Application.Rules.Language.Running;
using Dashboard.Application.Rules.Language.Tree;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.Application.Rules.Lab;

/// <summary>Writes the value that a part of a rule has for a payment, with the code that decides the rule.</summary>
internal sealed class ValueReader(RuleCompiler compiler, TextTable texts)
{
    /// <summary>Its result is null where the value is unknown.</summary>
    /// <param name="currency">That of the comparison around the part; null for that of the payment.</param>
    public Func<PaymentFacts, string?> Of(Node node, Currency? currency)
    {
        switch (node.Type)
        {
            case RuleType.YesNo:
                var decide = compiler.Compile(node);
                return facts => decide(facts) switch { Truth.True => "true", Truth.False => "false", _ => null };
            case RuleType.Text: return facts => TextOf(node, facts);
            case RuleType.Currency:
                return node is CurrencyConstant constant ? _ => constant.Value.Code : facts => Currency.FromIndex(facts.Currency).Code;
            case RuleType.Status:
                return facts => Words.Of(node is StatusConstant status ? status.Value : (TransactionStatus)facts.Status);
            default:
                var read = compiler.CompileNumber(node, currency);
                return facts => read(facts) is { } value ? Write(node.Type, value, currency ?? Currency.FromIndex(facts.Currency)) : null;
        }
    }

    public static string Write(RuleType type, decimal value, Currency currency) => type switch
    {
        RuleType.Money => Money(value, currency),
        RuleType.Span => RuleSentence.Span(TimeSpan.FromMicroseconds((double)Math.Min(value, long.MaxValue / 10))),
        RuleType.Weekday => Words.Of((DayOfWeek)((int)value % 7)),
        _ => RulePrinter.Number(decimal.Round(value, 6)),
    };

    // Figures such as an average may lie between two minor units.
    private static string Money(decimal minorUnits, Currency currency)
    {
        var amount = decimal.Round(minorUnits, 2);
        for (var i = 0; i < currency.Exponent; i++) amount /= 10;
        return $"{amount.ToString("0.00######"[..(currency.Exponent == 0 ? 1 : 10)], CultureInfo.InvariantCulture)} {currency.Code}";
    }

    private string? TextOf(Node node, PaymentFacts facts) => node switch
    {
        TextConstant text => text.Value,
        FieldValue { Field: PaymentField.Reference } => facts.Reference,
        FieldValue field => texts.TextOf(WindowValue(facts, field.Field)),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static int WindowValue(PaymentFacts facts, PaymentField field) => Windows.WindowKind.ValueOf(facts, field);
}
