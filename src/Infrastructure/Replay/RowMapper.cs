using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Dashboard.Application.Transactions;

namespace Dashboard.Infrastructure.Replay;

/// <summary>Makes a transaction of a row, or says what is wrong with it. Cell values appear in reasons only for amounts and times.</summary>
internal sealed class RowMapper(ReplayMapping mapping)
{
    private readonly Template _source = Template.Parse(mapping.Source);
    private readonly Template _account = Template.Parse(mapping.Account);
    private readonly Template? _counterparty = mapping.Counterparty is { } text ? Template.Parse(text) : null;
    private readonly Template? _reference = mapping.Reference is { } text ? Template.Parse(text) : null;
    private readonly Template _currency = Template.Parse(mapping.Currency);
    private readonly Template _amount = Template.Parse(mapping.Amount.Text);
    private readonly Template? _times = mapping.Amount.Times is { } text ? Template.Parse(text) : null;
    private readonly Template _createdAt = Template.Parse(mapping.CreatedAt.Text);

    /// <exception cref="ReplayException">The file lacks a column that the mapping cannot do without.</exception>
    public void Check(ReplayFile file)
    {
        Template?[] templates = [_source, _account, _counterparty, _reference, _currency, _amount, _times, _createdAt];
        var missing = templates.OfType<Template>().SelectMany(t => t.Missing(file.Headings)).Distinct().ToList();
        if (missing.Count > 0)
            throw new ReplayException($"The file has no column {string.Join(", ", missing)}. Its columns are: {string.Join(", ", file.Headings.Keys)}.");
    }

    public bool TryMap(ReplayRow row, [NotNullWhen(true)] out NewTransaction? item, [NotNullWhen(false)] out string? reason)
    {
        item = null;
        reason = row.Error;
        if (reason is not null) return false;
        if (!TryAmount(row, out var amount, out reason) || !TryTime(row, out var createdAt, out reason)) return false;

        item = new NewTransaction(
            _source.Fill(row), _reference?.Fill(row), _account.Fill(row), _counterparty?.Fill(row), amount, _currency.Fill(row), createdAt);
        return true;
    }

    private bool TryAmount(ReplayRow row, out decimal amount, [NotNullWhen(false)] out string? reason)
    {
        var text = _amount.Fill(row) ?? "";
        if (mapping.Amount.Prefix is { } prefix && text.StartsWith(prefix, StringComparison.Ordinal)) text = text[prefix.Length..];
        if (!TryNumber(text, "amount", out amount, out reason)) return false;

        if (_times is not null)
        {
            if (!TryNumber(_times.Fill(row) ?? "", "factor of the amount", out var factor, out reason)) return false;
            try
            {
                amount *= factor;
            }
            catch (OverflowException)
            {
                reason = "the amount is out of range";
                return false;
            }
        }

        if (mapping.Amount.Round is { } decimals) amount = Math.Round(amount, decimals, MidpointRounding.ToEven);
        return true;
    }

    private bool TryTime(ReplayRow row, out DateTimeOffset time, [NotNullWhen(false)] out string? reason)
    {
        reason = null;
        var text = _createdAt.Fill(row) ?? "";
        if (mapping.CreatedAt.Format is { } format)
        {
            const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            if (DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, Utc, out time)) return true;
            reason = $"the time {Quote(text)} is not of the form {format}";
            return false;
        }

        time = default;
        if (!TryNumber(text, "time", out var units, out reason)) return false;
        try
        {
            time = mapping.CreatedAt.Since!.Value + mapping.CreatedAt.Unit!.Value * (double)units;
            return true;
        }
        catch (Exception exception) when (exception is OverflowException or ArgumentOutOfRangeException)
        {
            reason = $"the time {Quote(text)} is out of range";
            return false;
        }
    }

    private static bool TryNumber(string text, string what, out decimal number, [NotNullWhen(false)] out string? reason)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var isNumber = decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out number);
        reason = isNumber ? null : text.Length == 0 ? $"the {what} is empty" : $"the {what} {Quote(text)} is not a decimal number";
        return isNumber;
    }

    private static string Quote(string text) => text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}…'";
}
