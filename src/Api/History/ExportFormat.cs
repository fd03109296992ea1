using System.Buffers;
using System.Text.Json;
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

    public static ExportFormat Create(ExportFormatName name, CsvDialect dialect, JsonSerializerOptions json) =>
        name == ExportFormatName.Ndjson ? new NdjsonFormat(json) : new CsvFormat(dialect);

    /// <summary>Writes the text before the first row.</summary>
    public abstract void WriteHeader(IBufferWriter<byte> output);

    public abstract void Write(IReadOnlyList<ExportedTransaction> page, IBufferWriter<byte> output);

    public abstract void Dispose();
}

/// <summary>One JSON object per line, as <c>GET /transactions</c> gives it.</summary>
internal sealed class NdjsonFormat(JsonSerializerOptions json) : ExportFormat
{
    public const string MediaType = "application/x-ndjson";

    public override string ContentType => MediaType;

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
