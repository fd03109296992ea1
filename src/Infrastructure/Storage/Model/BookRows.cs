using System.Buffers;
using Dashboard.Application.Books;
using Dashboard.Application.Pipeline;
using Dashboard.Domain.Books;

namespace Dashboard.Infrastructure.Storage.Model;

/// <summary>
/// The ids that one commit added and ended, written in that commit: a record of what was acknowledged, beside the rows (docs/adr/0013). A
/// commit whose answer was lost is looked up by it (docs/adr/0035).
/// </summary>
internal sealed class ReceiptRow
{
    /// <summary>The lowest id that the commit added; where it added none, the number of the commit.</summary>
    public long FirstId { get; set; }

    /// <summary>How many ids it added.</summary>
    public int Count { get; set; }

    /// <summary>
    /// The added ids in ascending order, each as its distance from the one before (the first from <see cref="FirstId"/>), seven bits a
    /// byte, low bits first.
    /// </summary>
    public required byte[] Ids { get; set; }

    /// <summary>The node that committed; null in receipts of earlier versions, and so are the next two.</summary>
    public long? Node { get; set; }

    /// <summary>The number of the commit, from the ids of its node.</summary>
    public long? CommitId { get; set; }

    /// <summary>The ids of the transactions that the commit ended, written like <see cref="Ids"/>, the first from 0; null for
    /// none.</summary>
    public byte[]? Ended { get; set; }

    /// <param name="ids">At least one id, in any order, without repeats.</param>
    public static ReceiptRow From(IEnumerable<long> ids)
    {
        var sorted = ids.Order().ToArray();
        return new ReceiptRow { FirstId = sorted[0], Count = sorted.Length, Ids = Encode(sorted, sorted[0]) };
    }

    /// <summary>The receipt of a commit; null when it neither added nor ended anything.</summary>
    public static ReceiptRow? Of(long commit, long? node, IReadOnlyCollection<long> added, IReadOnlyCollection<long> ended)
    {
        if (added.Count + ended.Count == 0) return null;
        var receipt = added.Count > 0 ? From(added) : new ReceiptRow { FirstId = commit, Ids = [] };
        (receipt.Node, receipt.CommitId) = (node ?? 0, commit);
        if (ended.Count > 0) receipt.Ended = Encode([.. ended.Order()], 0);
        return receipt;
    }

    /// <summary>The ids that the commit added.</summary>
    public IEnumerable<long> Decode() => Decode(Ids, FirstId);

    /// <summary>The ids of the transactions that the commit ended.</summary>
    public IEnumerable<long> DecodeEnded() => Decode(Ended ?? [], 0);

    private static byte[] Encode(long[] sorted, long last)
    {
        var written = new ArrayBufferWriter<byte>(Math.Max(sorted.Length * 4, 16));
        foreach (var id in sorted)
        {
            var distance = (ulong)(id - last);
            for (; distance >= 0x80; distance >>= 7) Write(written, (byte)(distance | 0x80));
            Write(written, (byte)distance);
            last = id;
        }

        return written.WrittenSpan.ToArray();
    }

    private static IEnumerable<long> Decode(byte[] ids, long last)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            var distance = 0UL;
            var shift = 0;
            for (; ids[i] >= 0x80; i++, shift += 7) distance |= (ulong)(ids[i] & 0x7F) << shift;
            last += (long)(distance | ((ulong)ids[i] << shift));
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

    public bool IsSettled { get; set; }

    public long Received { get; set; }

    public long Accepted { get; set; }

    public long Duplicates { get; set; }

    public long Rejected { get; set; }

    public long Refused { get; set; }

    public long Recovered { get; set; }

    public long TakenIn { get; set; }

    public long HandedOver { get; set; }

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
        IsSettled = run.IsSettled,
        Received = run.Flow.Received,
        Accepted = run.Flow.Accepted,
        Duplicates = run.Flow.Duplicates,
        Rejected = run.Flow.Rejected,
        Refused = run.Flow.Refused,
        Recovered = run.Flow.Recovered,
        TakenIn = run.Flow.TakenIn,
        HandedOver = run.Flow.HandedOver,
        Queued = run.Flow.Queued,
        InFlight = run.Flow.InFlight,
        Completed = run.Flow.Completed,
        Failed = run.Flow.Failed,
    };

    public Run ToRun() => new(
        new RunId(Id), Epoch, new DateTimeOffset(StartedAt), new DateTimeOffset(RecordedAt), IsClosed,
        new FlowDto(
            Received, Accepted, Duplicates, Rejected, Refused, Recovered, Queued, InFlight, Completed, Failed, TakenIn, HandedOver))
    {
        IsSettled = IsSettled,
    };
}
