using System.Buffers;
using System.Text;
using CsCheck;
using Dashboard.Api.Ingest.Streams;

namespace Dashboard.UnitTests.Ingest;

public sealed class NdjsonLinesTests
{
    [Fact]
    public void TryRead_AnyLines_AreTheSameHoweverTheirBytesArrive()
    {
        var length = Gen.OneOf(Gen.Int[0, 30], Gen.Int[NdjsonLines.MaxBytes - 2, NdjsonLines.MaxBytes + 2], Gen.Const(70_000));
        Gen.Select(length.Array[1, 5], Gen.Bool, Gen.Int[1, 90_000]).Sample((lengths, endsWithBreak, step) =>
        {
            var text = string.Join('\n', lengths.Select(l => new string('x', l))) + (endsWithBreak ? "\n" : "");
            var bytes = Encoding.ASCII.GetBytes(text);

            ReadAll(bytes, step).ShouldBe(ReadAll(bytes, bytes.Length),
                text.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }, iter: 2_000);
    }

    [Fact]
    public void TryRead_LineOfTheLimit_IsTakenAndALongerOneIsNot()
    {
        ReadAll(new byte[NdjsonLines.MaxBytes], int.MaxValue).ShouldBe([NdjsonLines.MaxBytes]);
        ReadAll(new byte[NdjsonLines.MaxBytes + 1], int.MaxValue).ShouldBe([-1]);
    }

    // As a stream reads: the lengths of the lines, and -1 for a line that is too long, where it ends.
    private static List<int> ReadAll(byte[] bytes, int step)
    {
        var lines = new List<int>();
        var (start, arrived) = (0, 0);
        while (arrived < bytes.Length || start < bytes.Length)
        {
            arrived = (int)Math.Min(bytes.Length, arrived + (long)step);
            var buffer = new ReadOnlySequence<byte>(bytes, start, arrived - start);
            while (NdjsonLines.TryRead(ref buffer, arrived == bytes.Length, out var line)) lines.Add((int)line.Length);
            start = arrived - (int)buffer.Length;
            if (NdjsonLines.IsTooLong(buffer)) return [.. lines, -1];
        }

        return lines;
    }
}
