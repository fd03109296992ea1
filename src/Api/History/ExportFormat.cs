using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Dashboard.Application.History;

namespace Dashboard.Api.History;

internal enum ExportFormatName
{
    Csv,
    Ndjson,
}

/// <summary>Writes rows as bytes, page after page; one instance per export.</summary>
internal abstract class ExportFormat : IDisposable
{
    public abstract string ContentType { get; }

    public abstract string Extension { get; }

    public static ExportFormat Create(ExportFormatName name, JsonSerializerOptions json) =>
        name == ExportFormatName.Ndjson ? new NdjsonFormat(json) : new CsvFormat();

    /// <summary>Writes the text before the first row.</summary>
    public abstract void WriteHeader(IBufferWriter<byte> output);

    public abstract void Write(IReadOnlyList<ExportedTransaction> page, IBufferWriter<byte> output);

    public abstract void Dispose();
}

/// <summary>RFC 4180 in UTF-8, with the byte order mark that spreadsheets need.</summary>
/// <remarks>A text that a spreadsheet would read as a formula gets an apostrophe in front.</remarks>
internal sealed class CsvFormat : ExportFormat
{
    private static readonly string[] Columns =
    [
        "id", "receivedAt", "createdAt", "completedAt", "source", "reference", "account", "counterparty", "amount", "amountMinor",
        "currency", "status", "flags", "failureReason", "processingMs",
    ];

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    private readonly StringWriter _text = new(CultureInfo.InvariantCulture);
    private readonly CsvWriter _csv;

    // The library itself does not quote a single carriage return.
    public CsvFormat() => _csv = new CsvWriter(_text, new CsvConfiguration(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        ShouldQuote = cell => cell.Field.AsSpan().ContainsAny(Quoted),
    });

    public override string ContentType => "text/csv; charset=utf-8";

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
            _csv.WriteField(transaction.Amount.ToString(CultureInfo.InvariantCulture));
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
    private static string? Text(string? text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;

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

/// <summary>One JSON object per line, as <c>GET /transactions</c> gives it.</summary>
internal sealed class NdjsonFormat(JsonSerializerOptions json) : ExportFormat
{
    public override string ContentType => "application/x-ndjson";

    public override string Extension => "ndjson";

    public override void WriteHeader(IBufferWriter<byte> output) { }

    public override void Write(IReadOnlyList<ExportedTransaction> page, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        foreach (var (transaction, _) in page)
        {
            JsonSerializer.Serialize(writer, transaction, json);
            writer.Flush();
            output.Write("\n"u8);
            writer.Reset();
        }
    }

    public override void Dispose() { }
}
