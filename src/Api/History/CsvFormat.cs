using System.Buffers;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Dashboard.Application.History;

namespace Dashboard.Api.History;

/// <summary>The two characters that depend on the country of a spreadsheet.</summary>
internal sealed record CsvDialect(char Separator, char DecimalPoint)
{
    public static readonly CsvDialect Standard = new(',', '.');
}

/// <summary>RFC 4180 in UTF-8, with the byte order mark that spreadsheets need.</summary>
internal sealed class CsvFormat : ExportFormat
{
    public const string MediaType = "text/csv";

    private static readonly string[] Columns =
    [
        "id", "receivedAt", "createdAt", "completedAt", "source", "reference", "account", "counterparty", "amount", "amountMinor",
        "currency", "status", "flags", "failureReason", "processingMs",
    ];

    private readonly NumberFormatInfo _numbers;
    private readonly StringWriter _text = new(CultureInfo.InvariantCulture);
    private readonly CsvWriter _csv;

    // The library itself does not quote a single carriage return.
    public CsvFormat(CsvDialect dialect)
    {
        _numbers = new NumberFormatInfo { NumberDecimalSeparator = dialect.DecimalPoint.ToString() };
        var quoted = SearchValues.Create([dialect.Separator, '"', '\r', '\n']);
        _csv = new CsvWriter(_text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            NewLine = "\r\n",
            Delimiter = dialect.Separator.ToString(),
            ShouldQuote = cell => cell.Field.AsSpan().ContainsAny(quoted),
        });
    }

    public override string ContentType => MediaType + "; charset=utf-8";

    public override string Extension => "csv";

    public override void WriteHeader(IBufferWriter<byte> output)
    {
        output.Write(Encoding.UTF8.Preamble);
        foreach (var column in Columns) _csv.WriteField(column);
        _csv.NextRecord();
        FlushTo(output);
    }

    public override void Write(IReadOnlyList<ExportedTransaction> page, IBufferWriter<byte> output)
    {
        foreach (var (transaction, amountMinor) in page)
        {
            _csv.WriteField(transaction.Id);
            _csv.WriteField(Time(transaction.ReceivedAt));
            _csv.WriteField(Time(transaction.CreatedAt));
            _csv.WriteField(Time(transaction.CompletedAt));
            _csv.WriteField(Text(transaction.Source));
            _csv.WriteField(Text(transaction.Reference));
            _csv.WriteField(Text(transaction.Account));
            _csv.WriteField(Text(transaction.Counterparty));
            _csv.WriteField(transaction.Amount.ToString(_numbers));
            _csv.WriteField(amountMinor.ToString(CultureInfo.InvariantCulture));
            _csv.WriteField(transaction.Currency);
            _csv.WriteField(transaction.Status.ToString());
            _csv.WriteField(Text(string.Join(' ', transaction.Flags)));
            _csv.WriteField(Text(transaction.FailureReason));
            _csv.WriteField(transaction.ProcessingMs?.ToString(CultureInfo.InvariantCulture));
            _csv.NextRecord();
        }

        FlushTo(output);
    }

    public override void Dispose()
    {
        _csv.Dispose();
        _text.Dispose();
    }

    // Only text cells: a negative amount stays a number.
    private static string? Text(string? text) => text is null ? null : FormulaGuard.Guard(text);

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private void FlushTo(IBufferWriter<byte> output)
    {
        _csv.Flush();
        var encoder = Encoding.UTF8.GetEncoder();
        foreach (var chunk in _text.GetStringBuilder().GetChunks()) encoder.Convert(chunk.Span, output, flush: false, out _, out _);
        _text.GetStringBuilder().Clear();
    }
}
