using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Dashboard.Api.History;
using Dashboard.Application.Audit;

namespace Dashboard.Api.Audit;

/// <summary>Writes entries as lines: CSV of RFC 4180, or a JSON object each.</summary>
/// <remarks>The JSON has all that a check of the chain needs. CSV guards its texts against spreadsheets, which changes some of
/// them.</remarks>
internal sealed class AuditExport(ExportFormatName format, char separator, JsonSerializerOptions json)
{
    private static readonly string[] Columns =
    [
        "id", "at", "chain", "number", "kind", "actorId", "actor", "address", "action", "subject", "before", "after", "hash",
    ];

    private readonly CsvConfiguration _csv = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        Delimiter = separator.ToString(),
        // The library itself does not quote a single carriage return.
        ShouldQuote = cell => cell.Field.AsSpan().IndexOfAny($"{separator}\"\r\n") >= 0,
    };

    public string ContentType => format == ExportFormatName.Csv ? CsvFormat.MediaType + "; charset=utf-8" : NdjsonFormat.MediaType;

    public string FileName => format == ExportFormatName.Csv ? "audit.csv" : "audit.ndjson";

    public void WriteHeader(IBufferWriter<byte> output)
    {
        if (format != ExportFormatName.Csv) return;
        output.Write(Encoding.UTF8.Preamble);
        WriteCsv(output, csv => Row(csv, Columns));
    }

    public void Write(IReadOnlyList<AuditEntryDto> page, IBufferWriter<byte> output)
    {
        if (format == ExportFormatName.Csv)
        {
            WriteCsv(output, csv =>
            {
                foreach (var entry in page) Row(csv, Cells(entry));
            });
            return;
        }

        using var writer = new Utf8JsonWriter(output);
        foreach (var entry in page)
        {
            JsonSerializer.Serialize(writer, entry, json);
            writer.Flush();
            output.Write("\n"u8);
            writer.Reset();
        }
    }

    private static string?[] Cells(AuditEntryDto entry) =>
    [
        entry.Id, entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture), entry.Chain,
        entry.Number.ToString(CultureInfo.InvariantCulture), entry.Kind.ToString(), Text(entry.ActorId), Text(entry.Actor), entry.Address,
        entry.Action, Text(entry.Subject), entry.Before, entry.After, entry.Hash,
    ];

    // Names come from callers. States are JSON and begin with a brace.
    private static string Text(string text) => FormulaGuard.Guard(text);

    private static void Row(CsvWriter csv, string?[] cells)
    {
        foreach (var cell in cells) csv.WriteField(cell);
        csv.NextRecord();
    }

    private void WriteCsv(IBufferWriter<byte> output, Action<CsvWriter> write)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, _csv)) write(csv);
        Encoding.UTF8.GetBytes(text.ToString(), output);
    }
}
