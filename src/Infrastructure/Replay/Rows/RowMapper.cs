using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Dashboard.Application.Ingest;

namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>Makes a transaction from a row, or says what is wrong with the row. Reasons quote cells only for amounts and times.</summary>
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

    // The last column that the mapping reads; a row that ends before it is incomplete.
    private (string Heading, int Place) _last = ("", -1);

    /// <summary>Called once, before the first row.</summary>
    /// <exception cref="ReplayException">The file lacks a column that the mapping needs.</exception>
    public void Check(ReplayFile file)
    {
        Template?[] templates = [_source, _account, _counterparty, _reference, _currency, _amount, _times, _createdAt];
        var present = templates.OfType<Template>().ToList();
        var missing = present.SelectMany(t => t.Missing(file.Headings)).Distinct().ToList();
        if (missing.Count > 0)
            throw new ReplayException(
                $"The file has no column {string.Join(", ", missing)}. Its columns are: {string.Join(", ", file.Headings.Keys)}.");
        _last = present.SelectMany(t => t.Columns(file.Headings)).Select(c => (c, file.Headings[c])).Append(_last).MaxBy(c => c.Item2);
    }

    public bool TryMap(ReplayRow row, [NotNullWhen(true)] out NewTransaction? item, out RowProblem problem)
    {
        item = null;
        problem = new RowProblem(row.Error ?? "");
        if (row.Error is not null) return false;
        if (row.Cells.Length <= _last.Place)
        {
            problem = new RowProblem($"ends before the column '{_last.Heading}'");
            return false;
        }

        if (!TryAmount(row, out var amount, out problem) || !TryTime(row, out var createdAt, out problem)) return false;

        item = new NewTransaction(
            _source.Fill(row), _reference?.Fill(row), _account.Fill(row), _counterparty?.Fill(row), amount, _currency.Fill(row), createdAt);
        return true;
    }

    private bool TryAmount(ReplayRow row, out decimal amount, out RowProblem problem)
    {
        var text = _amount.Fill(row) ?? "";
        if (mapping.Amount.Prefix is { } prefix && text.StartsWith(prefix, StringComparison.Ordinal)) text = text[prefix.Length..];
        if (!TryNumber(text, $"the amount of {mapping.Amount.Text}", out amount, out problem)) return false;

        if (_times is not null)
        {
            if (!TryNumber(_times.Fill(row) ?? "", $"the factor of {mapping.Amount.Times}", out var factor, out problem)) return false;
            try
            {
                amount *= factor;
            }
            catch (OverflowException)
            {
                problem = new RowProblem($"the amount of {mapping.Amount.Text} times {mapping.Amount.Times} is out of range");
                return false;
            }
        }

        if (mapping.Amount.Round is { } decimals) amount = Math.Round(amount, decimals, MidpointRounding.ToEven);
        return true;
    }

    private bool TryTime(ReplayRow row, out DateTimeOffset time, out RowProblem problem)
    {
        problem = default;
        var text = _createdAt.Fill(row) ?? "";
        if (mapping.CreatedAt.Format is { } format)
        {
            const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            if (DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, Utc, out time)) return true;
            problem = new RowProblem($"the time of {mapping.CreatedAt.Text} is not of the form {format}", text);
            return false;
        }

        time = default;
        if (!TryNumber(text, $"the time of {mapping.CreatedAt.Text}", out var units, out problem)) return false;
        try
        {
            time = mapping.CreatedAt.Since!.Value + mapping.CreatedAt.Unit!.Value * (double)units;
            return true;
        }
        catch (Exception exception) when (exception is OverflowException or ArgumentOutOfRangeException)
        {
            problem = new RowProblem($"the time of {mapping.CreatedAt.Text} is out of range", text);
            return false;
        }
    }

    private static bool TryNumber(string text, string what, out decimal number, out RowProblem problem)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var isNumber = decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out number);
        problem = isNumber ? default
            : text.Length == 0 ? new RowProblem($"{what} is empty")
            : new RowProblem($"{what} is not a decimal number", text);
        return isNumber;
    }
}
