using System.Buffers;
using Dashboard.Application.Books;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Books;

namespace Dashboard.Infrastructure.Storage.Model;

/// <summary>
/// The ids that one commit added, written in that commit: a record of what was acknowledged, beside the rows (docs/adr/0013).
/// </summary>
internal sealed class ReceiptRow
{
    /// <summary>The lowest id of the commit.</summary>
    public long FirstId { get; set; }

    public int Count { get; set; }

    /// <summary>
    /// The ids in ascending order, each as its distance from the one before (the first from <see cref="FirstId"/>), seven bits a byte,
    /// low bits first.
    /// </summary>
    public required byte[] Ids { get; set; }

    /// <param name="ids">At least one id, in any order, without repeats.</param>
    public static ReceiptRow From(IEnumerable<long> ids)
    {
        var sorted = ids.Order().ToArray();
        var written = new ArrayBufferWriter<byte>(sorted.Length * 4);
        var last = sorted[0];
        foreach (var id in sorted)
        {
            var distance = (ulong)(id - last);
            for (; distance >= 0x80; distance >>= 7) Write(written, (byte)(distance | 0x80));
            Write(written, (byte)distance);
            last = id;
        }

        return new ReceiptRow { FirstId = sorted[0], Count = sorted.Length, Ids = written.WrittenSpan.ToArray() };
    }

    public IEnumerable<long> Decode()
    {
        var last = FirstId;
        for (var i = 0; i < Ids.Length; i++)
        {
            var distance = 0UL;
            var shift = 0;
            for (; Ids[i] >= 0x80; i++, shift += 7) distance |= (ulong)(Ids[i] & 0x7F) << shift;
            last += (long)(distance | ((ulong)Ids[i] << shift));
            yield return last;
        }
    }

    private static void Write(ArrayBufferWriter<byte> buffer, byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }
}

/// <summary>
/// How many transactions of a run were removed by the retention, written in the transaction that removes them. The books count this
/// number in place of the rows.
/// </summary>
internal sealed class RemovalRow
{
    /// <summary>Id of the run; 0 for transactions received before the first recorded run.</summary>
    public long RunId { get; set; }

    /// <summary>Rows removed. All of them had been accepted and were finished.</summary>
    public long Transactions { get; set; }

    /// <summary>Finished transactions below this id are removed. Unfinished ones are kept, but no longer compared with receipts.</summary>
    public long UpTo { get; set; }
}

/// <summary>Something that the store remembers from run to run, such as the processing mode: a name and a text.</summary>
internal sealed class StateRow
{
    public const int MaxNameLength = 64;
    public const int MaxValueLength = 400;

    public required string Name { get; set; }

    public required string Value { get; set; }
}

/// <summary>A run of the program and its flow, as stored.</summary>
internal sealed class RunRow
{
    public long Id { get; set; }

    public required string Epoch { get; set; }

    public DateTime StartedAt { get; set; }

    public DateTime RecordedAt { get; set; }

    public bool IsClosed { get; set; }

    public long Received { get; set; }

    public long Accepted { get; set; }

    public long Duplicates { get; set; }

    public long Rejected { get; set; }

    public long Refused { get; set; }

    public long Recovered { get; set; }

    public long Queued { get; set; }

    public long InFlight { get; set; }

    public long Completed { get; set; }

    public long Failed { get; set; }

    public static RunRow From(Run run) => new()
    {
        Id = run.Id.Value,
        Epoch = run.Epoch,
        StartedAt = run.StartedAt.UtcDateTime,
        RecordedAt = run.RecordedAt.UtcDateTime,
        IsClosed = run.IsClosed,
        Received = run.Flow.Received,
        Accepted = run.Flow.Accepted,
        Duplicates = run.Flow.Duplicates,
        Rejected = run.Flow.Rejected,
        Refused = run.Flow.Refused,
        Recovered = run.Flow.Recovered,
        Queued = run.Flow.Queued,
        InFlight = run.Flow.InFlight,
        Completed = run.Flow.Completed,
        Failed = run.Flow.Failed,
    };

    public Run ToRun() => new(
        new RunId(Id), Epoch, new DateTimeOffset(StartedAt), new DateTimeOffset(RecordedAt), IsClosed,
        new FlowDto(Received, Accepted, Duplicates, Rejected, Refused, Recovered, Queued, InFlight, Completed, Failed));
}
