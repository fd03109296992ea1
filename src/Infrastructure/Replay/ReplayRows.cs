using System.Runtime.CompilerServices;
using Dashboard.Application.Ingest;
using Dashboard.Infrastructure.Replay.Rows;

namespace Dashboard.Infrastructure.Replay;

/// <summary>One row of a file, with the payment that the mapping made of it, or with what is wrong with it.</summary>
internal readonly record struct MappedRow(ReplayFile File, long Line, IngestItem? Payment, RowProblem Problem)
{
    public DateTimeOffset? Time => Payment?.Transaction?.CreatedAt;
}

/// <summary>The rows of all files of a replay, file after file or sorted by their time.</summary>
internal sealed class ReplayRows
{
    /// <value>Some 1 GB of memory.</value>
    public const int MaxSorted = 2_000_000;

    private readonly ReplaySummary _summary;
    private readonly List<(ReplayFile File, RowMapper Mapper)> _files = [];
    private readonly HashSet<ReplayFile> _unsorted = [];

    private ReplayRows(ReplaySummary summary) => _summary = summary;

    public IEnumerable<ReplayFile> Files => _files.Select(f => f.File);

    /// <summary>The size of all files as they are stored.</summary>
    public long Bytes => _files.Sum(f => f.File.Bytes);

    /// <summary>How many of them have been read for rows.</summary>
    public long BytesRead => _files.Sum(f => f.File.BytesRead);

    /// <summary>Called once for a file in which a row is earlier than the row before, with the line of that row.</summary>
    public Action<ReplayFile, long>? OnUnsorted { get; set; }

    /// <summary>Opens and checks every file, so that a wrong one stops the replay before its first row.</summary>
    /// <exception cref="ReplayException">A file does not exist, cannot be read, or does not fit the mapping.</exception>
    public static async Task<ReplayRows> OpenAsync(
        IReadOnlyList<(string Part, IReadOnlyList<string> Files)> files, ReplayMapping mapping, ReplaySummary summary,
        CancellationToken cancellationToken)
    {
        var rows = new ReplayRows(summary);
        foreach (var (part, paths) in files)
        {
            if (paths.Count == 0) throw new ReplayException($"'{LogText.Shown(part, 200)}' no longer exists.");
            foreach (var path in paths)
            {
                var file = await ReplayFile.OpenAsync(path, mapping.Format, cancellationToken);
                var mapper = new RowMapper(mapping);
                mapper.Check(file);
                rows._files.Add((file, mapper));
            }
        }

        return rows;
    }

    public async IAsyncEnumerable<MappedRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (file, mapper) in _files)
        {
            var last = DateTimeOffset.MinValue;
            await foreach (var row in file.ReadAsync(cancellationToken))
            {
                if (row.IsBlank)
                {
                    _summary.Blank++;
                    continue;
                }

                if (mapper.Ignores(row))
                {
                    _summary.Ignored++;
                    continue;
                }

                _summary.Rows++;
                if (!mapper.TryMap(row, out var payment, out var problem))
                {
                    yield return new MappedRow(file, row.Line, null, problem);
                    continue;
                }

                if (payment.CreatedAt < last && _unsorted.Add(file)) OnUnsorted?.Invoke(file, row.Line);
                last = payment.CreatedAt!.Value;
                var item = IngestItem.Readable(payment) with { AccountIsFilledIn = !mapper.NamesAccount(row) };
                yield return new MappedRow(file, row.Line, item, default);
            }
        }
    }

    /// <summary>All rows by their time; rows of one time keep their order. A row that cannot be read follows the row before it.</summary>
    /// <exception cref="ReplayException">There are more than <see cref="MaxSorted"/> rows.</exception>
    public async IAsyncEnumerable<MappedRow> ReadSortedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = new List<(DateTimeOffset Time, MappedRow Row)>();
        var last = DateTimeOffset.MinValue;
        await foreach (var row in ReadAsync(cancellationToken))
        {
            if (rows.Count == MaxSorted)
            {
                throw new ReplayException(
                    $"The files have more than the {MaxSorted} rows that Replay:Sort can hold in memory. Sort them before the replay.");
            }

            last = row.Time ?? last;
            rows.Add((last, row));
        }

        foreach (var (_, row) in rows.OrderBy(r => r.Time)) yield return row;
    }
}
