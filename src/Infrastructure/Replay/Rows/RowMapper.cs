using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Dashboard.Application.Ingest;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Replay.Rows.Fields;

namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>Makes a transaction from a row, or says what is wrong with the row. Reasons quote cells only for amounts, times, statuses and
/// signs.</summary>
internal sealed class RowMapper
{
    private readonly ReplayMapping _mapping;
    private readonly ValueTables _values;
    private readonly Template _source;
    private readonly Template _account;
    private readonly Template? _counterparty;
    private readonly Template? _reference;
    private readonly Template _currency;
    private readonly AmountField _amount;
    private readonly TimeField _createdAt;
    private readonly TimeField? _completedAt;
    private readonly OutcomeField _outcome;

    // The last column that the mapping reads; a row that ends before it is incomplete.
    private (string Heading, int Place) _last = ("", -1);

    public RowMapper(ReplayMapping mapping)
    {
        _mapping = mapping;
        _values = new ValueTables(mapping.Values);
        _source = Template.Parse(mapping.Source);
        _account = Template.Parse(mapping.Account);
        _counterparty = mapping.Counterparty is { } counterparty ? Template.Parse(counterparty) : null;
        _reference = mapping.Reference is { } reference ? Template.Parse(reference) : null;
        _currency = Template.Parse(mapping.Currency);
        var numbers = new NumberFormat(mapping.Decimal, mapping.Thousands);
        _amount = new AmountField(mapping, numbers, _values);
        _createdAt = new TimeField(mapping.CreatedAt, mapping.Zone, numbers);
        _completedAt = mapping.CompletedAt is { } completedAt ? new TimeField(completedAt, mapping.Zone, numbers) : null;
        _outcome = new OutcomeField(mapping, _values);
    }

    /// <summary>Called once, before the first row.</summary>
    /// <exception cref="ReplayException">The file lacks a column that the mapping needs.</exception>
    public void Check(ReplayFile file)
    {
        var templates = _mapping.Templates.Select(t => Template.Parse(t.Text)).ToList();
        var missing = templates.SelectMany(t => t.Missing(file)).ToList();
        if (missing.Count > 0)
        {
            var names = missing.Select(m => string.Join(" or ", m.Select(n => $"'{LogText.Shown(n)}'"))).Distinct();
            throw new ReplayException(
                $"The file '{file.ShownName}' has no column {string.Join(", ", names)}. Its columns are: "
                + LogText.List(file.Headings.Keys) + "." + HeadingSearch.Hint(file, missing));
        }

        _last = templates.SelectMany(t => t.Columns(file)).Append(_last).MaxBy(c => c.Place);
    }

    /// <summary>True for a row that the mapping leaves out.</summary>
    public bool Ignores(ReplayRow row) => row.Error is null && _outcome.Ignores(row, row.Cells.Length > _last.Place);

    /// <summary>False when constants and fallbacks are all that the account of this row is made of.</summary>
    public bool NamesAccount(ReplayRow row) => _account.Fill(row, out var fromColumn) is not null && fromColumn;

    public bool TryMap(ReplayRow row, [NotNullWhen(true)] out NewTransaction? item, out RowProblem problem)
    {
        item = null;
        problem = new RowProblem(row.Error ?? "");
        if (row.Error is not null) return false;
        if (row.Cells.Length <= _last.Place && !_mapping.Ragged)
        {
            problem = new RowProblem($"ends before the column '{LogText.Shown(_last.Heading)}'");
            return false;
        }

        var currency = CurrencyOf(row);
        if (!_amount.TryRead(row, currency, out var amount, out problem)
            || !_createdAt.TryRead(row, out var createdAt, out problem)
            || !_outcome.TryRead(row, out var status, out var failureReason, out problem)) return false;
        var completedAt = createdAt;
        if (status is not null && _completedAt?.IsEmpty(row) == false && !_completedAt.TryRead(row, out completedAt, out problem))
            return false;

        var account = _values.Translate("account", _account.Fill(row));
        item = new NewTransaction(
            _values.Translate("source", _source.Fill(row)), _reference?.Fill(row), account, CounterpartyOf(row), amount, currency,
            createdAt)
        {
            Status = status,
            CompletedAt = status is null ? null : completedAt,
            FailureReason = failureReason,
        };
        return true;
    }

    private string? CounterpartyOf(ReplayRow row)
    {
        var text = Texts.Folded(_values.Translate("counterparty", _counterparty?.Fill(row)));
        return text is not null && _mapping.Shorten ? Texts.Shortened(text, Transaction.MaxCounterpartyLength) : text;
    }

    // Files write currencies in lower case and as numbers, too.
    private string? CurrencyOf(ReplayRow row)
    {
        var text = _values.Translate("currency", _currency.Fill(row));
        var isNumber = text?.Length == Currency.CodeLength
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Currency.TryFromNumber(number, out var currency) && (text = currency.Code) is not null;
        return isNumber ? text : text?.ToUpperInvariant();
    }
}
