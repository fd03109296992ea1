using CsCheck;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using Dashboard.Infrastructure.Storage.Model;
using Dashboard.Infrastructure.Storage.Reading;

namespace Dashboard.UnitTests.Books;

public sealed class ReceiptTests
{
    [Fact]
    public void From_AnyIds_DecodesToTheSameAscending() =>
        Gen.Long[0, long.MaxValue].HashSet[1, 300].Sample(ids =>
        {
            var receipt = ReceiptRow.From(ids);

            receipt.Decode().ShouldBe(ids.Order());
            receipt.FirstId.ShouldBe(ids.Min());
            receipt.Count.ShouldBe(ids.Count);
        });

    [Fact]
    public void From_IdsOfOneMillisecond_TakesOneByteEach()
    {
        var ids = new OrderedIds(TimeProvider.System);
        var first = ids.Next().Value;

        ReceiptRow.From(Enumerable.Range(0, 1_000).Select(i => first + i)).Ids.Length.ShouldBe(1_000);
    }

    [Fact]
    public void Tally_AnyOrderOfNamesAndRows_LeavesWhatHasNoCounterpart() =>
        Gen.Select(Gen.Long[1, 60].HashSet[0, 40], Gen.Long[1, 60].HashSet[0, 40], Gen.Int[0, 1_000]).Sample((named, found, seed) =>
        {
            var tally = new BooksTally();
            var steps = named.Select(id => (Id: id, IsName: true)).Concat(found.Select(id => (Id: id, IsName: false))).ToArray();
            new Random(seed).Shuffle(steps);

            foreach (var (id, isName) in steps)
            {
                if (isName) tally.AddReceipted(id);
                else tally.AddRow(id, TransactionStatus.Completed);
            }

            var books = tally.ToBooks(removed: 0);
            books.Missing.Select(i => i.Value).ShouldBe(named.Except(found).Order());
            books.Unknown.Select(i => i.Value).ShouldBe(found.Except(named).Order());
            books.Completed.ShouldBe(found.Count);
            books.Receipted.ShouldBe(named.Count);
        });

    [Fact]
    public void Tally_IdsBelowARemoval_AreCountedAndNotHeldAgainstEachOther() =>
        Gen.Select(Gen.Long[1, 60].HashSet[0, 40], Gen.Long[1, 60].HashSet[0, 40], Gen.Long[1, 60].Array[2])
            .Sample((named, found, removals) =>
        {
            var tally = new BooksTally();
            tally.IgnoreBelow(removals.Min());

            foreach (var id in named) tally.AddReceipted(id);
            foreach (var id in found) tally.AddRow(id, TransactionStatus.Completed);
            tally.IgnoreBelow(removals.Max());

            var books = tally.ToBooks(removed: 7);
            books.Missing.Select(i => i.Value).ShouldBe(named.Except(found).Where(id => id >= removals.Max()).Order());
            books.Unknown.Select(i => i.Value).ShouldBe(found.Except(named).Where(id => id >= removals.Max()).Order());
            (books.Rows, books.Accepted, books.Ended).ShouldBe((found.Count, found.Count + 7, found.Count + 7));
        });
}
