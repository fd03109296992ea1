using System.Buffers;

namespace Dashboard.Api.Ingest.Streams;

/// <summary>Cuts a buffer into lines.</summary>
internal static class NdjsonLines
{
    public const int MaxBytes = 64 * 1024;

    /// <summary>Takes a whole line, without its line break, from the front of the buffer. The last line may have no line break. A line of
    /// more than <see cref="MaxBytes"/> is not taken.</summary>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, bool isCompleted, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            if (buffer.Slice(0, end).Length > MaxBytes) return false;
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        if (!isCompleted || buffer.IsEmpty || buffer.Length > MaxBytes) return false;
        line = buffer;
        buffer = buffer.Slice(buffer.End);
        return true;
    }

    /// <summary>True when the buffer begins with a line that is longer than <see cref="MaxBytes"/>, whether its end is there or
    /// not.</summary>
    public static bool IsTooLong(ReadOnlySequence<byte> buffer) =>
        buffer.Length > MaxBytes && buffer.Slice(0, MaxBytes + 1).PositionOf((byte)'\n') is null;

    public static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
            if (segment.Span.ContainsAnyExcept(" \t\r"u8)) return false;
        return true;
    }
}
