namespace Dashboard.Infrastructure.Replay;

/// <summary>Stops a parser that goes on reading one row beyond <paramref name="maxLength"/> characters: it keeps the row in memory.</summary>
internal sealed class RowReader(TextReader inner, int maxLength) : TextReader
{
    // Small reads, so that what the parser reads ahead is little beside the bound.
    private const int MaxRead = 4_096;

    private long _line;
    private int _length;

    /// <summary>To be called before each row, with the line where it begins.</summary>
    public void StartRow(long line)
    {
        _line = line;
        _length = 0;
    }

    /// <exception cref="ReplayException">The row is longer than the bound.</exception>
    public override int Read(char[] buffer, int index, int count) => Counted(inner.Read(buffer, index, Math.Min(count, MaxRead)));

    /// <exception cref="ReplayException">The row is longer than the bound.</exception>
    public override async Task<int> ReadAsync(char[] buffer, int index, int count) =>
        Counted(await inner.ReadAsync(buffer.AsMemory(index, Math.Min(count, MaxRead))));

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private int Counted(int read)
    {
        _length += read;
        return _length <= maxLength + MaxRead ? read : throw new ReplayException($"Line {_line}: the row is longer than {maxLength} characters.");
    }
}
