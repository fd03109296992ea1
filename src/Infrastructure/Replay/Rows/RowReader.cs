namespace Dashboard.Infrastructure.Replay.Rows;

/// <summary>Stops a parser at a row longer than <paramref name="maxLength"/> characters, because the parser holds the whole row in
/// memory.</summary>
internal sealed class RowReader(TextReader inner, int maxLength) : TextReader
{
    // Small reads, so that the characters that the parser reads ahead are few compared with the bound.
    private const int MaxRead = 4_096;

    private long _line;
    private int _length;

    /// <summary>Called before each row, with the line where the row begins.</summary>
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
        if (_length > maxLength + MaxRead) throw new ReplayException($"Line {_line}: the row is longer than {maxLength} characters.");
        return read;
    }
}
