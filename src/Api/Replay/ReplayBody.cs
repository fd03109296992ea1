using System.Buffers;
using System.Text;
using Dashboard.Api.Common;
using Dashboard.Infrastructure.Replay.Runs;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.Replay;

/// <summary>Reads the body of a call that sends files: the file itself, or a form with files and a mapping. Each file goes to disk while it
/// arrives.</summary>
internal sealed class ReplayBody(UploadFolder files, long maxBytes)
{
    private const int BufferSize = 64 * 1024;
    private const int MaxMappingBytes = 64 * 1024;
    private const string FilePart = "file";
    private const string MappingPart = "ownMapping";

    private long _bytes;

    /// <summary>The mapping of the form; null when it has none.</summary>
    public string? Mapping { get; private set; }

    /// <returns>Why the body is refused; null when it was read.</returns>
    public async Task<RefusalResult?> ReadAsync(HttpRequest request, string? fileName, CancellationToken cancellationToken)
    {
        if (BoundaryOf(request.ContentType) is not { } boundary) return await SaveAsync(request.Body, fileName, cancellationToken);
        var reader = new MultipartReader(boundary, request.Body);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            if (await ReadPartAsync(section, cancellationToken) is { } refusal) return refusal;
        return files.Paths.Count > 0 ? null : Invalid(FilePart, "is required");
    }

    private static string? BoundaryOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? ""
            : null;

    private async Task<RefusalResult?> ReadPartAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        _ = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition);
        var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value;
        if (name == MappingPart) return await ReadMappingAsync(section.Body, cancellationToken);
        if (name != FilePart) return Invalid("body", $"may have the parts {FilePart} and {MappingPart} only");
        if (files.Paths.Count == UploadFolder.MaxFiles) return Invalid(FilePart, $"may be given {UploadFolder.MaxFiles} times at most");
        var fileName = disposition!.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
        return await SaveAsync(section.Body, HeaderUtilities.RemoveQuotes(fileName).Value, cancellationToken);
    }

    private async Task<RefusalResult?> ReadMappingAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxMappingBytes + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxMappingBytes) return Invalid(MappingPart, $"is larger than {MaxMappingBytes} bytes");
        Mapping = Encoding.UTF8.GetString(buffer, 0, length).TrimStart('\uFEFF');
        return null;
    }

    private async Task<RefusalResult?> SaveAsync(Stream body, string? name, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await using var file = files.Create(name);
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                _bytes += read;
                if (_bytes > maxBytes) return Refusals.UploadTooLarge.With();
                await UploadFolder.WriteAsync(file, buffer.AsMemory(0, read), cancellationToken);
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static RefusalResult Invalid(string field, string error) =>
        Refusals.InvalidFields(new Dictionary<string, string[]> { [field] = [error] });
}
