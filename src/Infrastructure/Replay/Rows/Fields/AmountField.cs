using System.Globalization;

namespace Dashboard.Infrastructure.Replay.Rows.Fields;

/// <summary>Reads the amount of a row.</summary>
internal sealed class AmountField(ReplayMapping mapping, NumberFormat numbers, ValueTables values)
{
    private readonly AmountMapping _mapping = mapping.Amount;
    private readonly Template? _text = Parsed(mapping.Amount.Text);
    private readonly Template? _debit = Parsed(mapping.Amount.Debit);
    private readonly Template? _credit = Parsed(mapping.Amount.Credit);
    private readonly Template? _sign = Parsed(mapping.Amount.Sign);
    private readonly Template? _times = Parsed(mapping.Amount.Times);

    /// <param name="currency">The currency of the row; an amount that names another one is rejected.</param>
    public bool TryRead(ReplayRow row, string? currency, out decimal amount, out RowProblem problem)
    {
        var isRead = _text is null
            ? TryDirections(row, currency, out amount, out problem)
            : TryCell(_text, _mapping.Text!, row, currency, out amount, out problem) && TrySign(row, ref amount, out problem);
        if (!isRead || (_times is not null && !TryTimes(row, ref amount, out problem))) return false;

        if (_mapping.Round is { } decimals) amount = Math.Round(amount, decimals, MidpointRounding.ToEven);
        if (_mapping.Negate) amount = -amount;
        return true;
    }

    private static Template? Parsed(string? text) => text is null ? null : Template.Parse(text);

    private bool TryDirections(ReplayRow row, string? currency, out decimal amount, out RowProblem problem)
    {
        amount = 0;
        if (!TryOptional(_debit, _mapping.Debit, row, currency, out var debit, out problem)
            || !TryOptional(_credit, _mapping.Credit, row, currency, out var credit, out problem)) return false;
        if ((debit != 0) == (credit != 0))
        {
            var both = debit != 0 ? "are both filled" : "are both empty or zero";
            problem = new RowProblem($"the debit of {_mapping.Debit ?? "-"} and the credit of {_mapping.Credit ?? "-"} {both}");
            return false;
        }

        if (credit < 0)
        {
            problem = new RowProblem($"the credit of {_mapping.Credit} is negative");
            return false;
        }

        amount = debit != 0 ? -Math.Abs(debit) : credit;
        return true;
    }

    private bool TryOptional(
        Template? template, string? name, ReplayRow row, string? currency, out decimal amount, out RowProblem problem)
    {
        (amount, problem) = (0, default);
        return template?.Fill(row) is null || TryCell(template, name!, row, currency, out amount, out problem);
    }

    private bool TrySign(ReplayRow row, ref decimal amount, out RowProblem problem)
    {
        problem = default;
        if (_sign is null) return true;
        var text = _sign.Fill(row);
        switch (values.Translate("sign", text))
        {
            case "+":
                amount = Math.Abs(amount);
                return true;
            case "-":
                amount = -Math.Abs(amount);
                return true;
            default:
                problem = new RowProblem($"the sign of {_mapping.Sign} is neither + nor -", text ?? "");
                return false;
        }
    }

    private bool TryTimes(ReplayRow row, ref decimal amount, out RowProblem problem)
    {
        if (!numbers.TryPlain(_times!.Fill(row) ?? "", $"the factor of {_mapping.Times}", out var factor, out problem)) return false;
        try
        {
            amount *= factor;
            return true;
        }
        catch (OverflowException)
        {
            problem = new RowProblem($"the amount of {mapping.Amount.Text} times {mapping.Amount.Times} is out of range");
            return false;
        }
    }

    private bool TryCell(Template template, string name, ReplayRow row, string? currency, out decimal amount, out RowProblem problem)
    {
        var what = $"the amount of {name}";
        var text = template.Fill(row) ?? "";
        amount = 0;
        if (AmountText.Parse(text, _mapping.Prefix) is not { } parts)
        {
            problem = new RowProblem($"{what} is not a decimal number", text);
            return false;
        }

        if (parts.CurrencyCode is { } code && code != currency)
        {
            problem = new RowProblem($"{what} names another currency than the row", text);
            return false;
        }

        if (!numbers.TryDigits(parts.Digits, what, out amount, out problem))
        {
            if (problem.Value is not null) problem = problem with { Value = text };
            return false;
        }

        if (parts.IsNegative) amount = -amount;
        return true;
    }
}

/// <summary>What is written around the digits of an amount: a sign or brackets, and a currency.</summary>
/// <param name="CurrencyCode">The code that the text names; null for none, or for a sign that several currencies have.</param>
internal readonly record struct AmountText(string Digits, bool IsNegative, string? CurrencyCode)
{
    /// <summary>
    /// Takes <c>-12.50</c>, <c>12.50-</c>, <c>(12.50)</c>, <c>-$12.50</c>, <c>$ -12.50</c>, <c>12,50 €</c>, <c>CHF 12.50</c> and the
    /// like. Null when a sign, a bracket or a currency stands there twice or alone.
    /// </summary>
    public static AmountText? Parse(string text, string? prefix)
    {
        var rest = text.Trim();
        bool? negative = null;
        string? currency = null;
        var brackets = false;
        for (var changed = true; changed;)
        {
            changed = false;
            if (rest.Length > 1 && rest[0] == '(' && rest[^1] == ')')
            {
                if (brackets || negative is not null) return null;
                (brackets, negative, changed) = (true, true, true);
                rest = rest[1..^1].Trim();
            }
            else if (rest.Length > 0 && (SignOf(rest[0]) ?? SignOf(rest[^1])) is { } sign)
            {
                if (negative is not null) return null;
                (negative, changed) = (sign, true);
                rest = (SignOf(rest[0]) is not null ? rest[1..] : rest[..^1]).Trim();
            }
            else if (prefix is { Length: > 0 } && rest.StartsWith(prefix, StringComparison.Ordinal))
            {
                (rest, prefix, changed) = (rest[prefix.Length..].Trim(), null, true);
            }
            else if (CurrencyIn(rest) is { } found)
            {
                if (currency is not null) return null;
                (currency, rest, changed) = (found.Currency, found.Left.Trim(), true);
            }
        }

        return new AmountText(rest, negative ?? false, currency is { Length: 3 } ? currency : null);
    }

    private static bool? SignOf(char character) => character switch
    {
        '-' or '\u2212' or '\uFE63' or '\uFF0D' or '\u2010' or '\u2013' => true,
        '+' or '\uFF0B' => false,
        _ => null,
    };

    // A code of three letters, or a currency sign with up to two letters before it (US$), at either end.
    private static (string Currency, string Left)? CurrencyIn(string text)
    {
        var start = 0;
        while (start < text.Length && char.IsAsciiLetter(text[start])) start++;
        if (start <= 2 && start < text.Length && IsSymbol(text[start])) return (CodeOf(text[start], start), text[(start + 1)..]);
        if (start == 3) return (text[..3].ToUpperInvariant(), text[3..]);

        var end = text.Length;
        while (end > 0 && char.IsAsciiLetter(text[end - 1])) end--;
        if (text.Length - end == 3) return (text[end..].ToUpperInvariant(), text[..end]);
        return text.Length > 0 && IsSymbol(text[^1]) ? (CodeOf(text[^1], 0), text[..^1]) : null;
    }

    private static bool IsSymbol(char character) => CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.CurrencySymbol;

    private static string CodeOf(char symbol, int lettersBefore) => symbol == '€' && lettersBefore == 0 ? "EUR" : symbol.ToString();
}
