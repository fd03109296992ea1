using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Lab;
using Dashboard.Domain.Transactions;

namespace Dashboard.UnitTests.Rules.Deciding;

public sealed class OrderedScanTests
{
    [Fact]
    public async Task RunAsync_OfPaymentsThatWereCommittedLate_GivesThemAtTheirPlaces()
    {
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            // Ids in the order of commits, and the places that a decider gives them.
            var ids = Enumerable.Range(1, 60).Select(i => (long)i * 3).OrderBy(i => i + random.Next(25)).ToList();
            var (highest, payments) = (0L, new List<StoredPayment>());
            foreach (var id in ids)
            {
                highest = Math.Max(id, highest + 1);
                payments.Add(Payment(id, highest));
            }

            var (first, before) = (random.Next(1, 60), random.Next(60, 190));
            var seen = new List<StoredPayment>();
            await new OrderedScan(new Pages(payments)).RunAsync(first, before, seen.Add, null, CancellationToken.None);

            seen.Select(p => p.Place).ShouldBe(seen.Select(p => p.Place).Order());
            var wanted = payments.Where(p => p.Id >= first && p.Id < before).ToList();
            seen.Where(p => p.Id < before).Select(p => p.Id).ShouldBe(wanted.OrderBy(p => p.Place).Select(p => p.Id));
            // Whatever was decided before the last one of the range is seen before it.
            var last = wanted.Count == 0 ? 0 : wanted.Max(p => p.Place);
            seen.Where(p => p.Place <= last).Select(p => p.Id).ShouldBe(
                payments.Where(p => p.Id >= first && p.Place <= last).OrderBy(p => p.Place).Select(p => p.Id));
        }
    }

    private static StoredPayment Payment(long id, long place) =>
        new(id, "pos", "A", null, null, 1, "EUR", TransactionStatus.Pending, TestData.Time.UtcDateTime) { Place = place };

    private sealed class Pages(List<StoredPayment> payments) : IPaymentScan
    {
        private const int Size = 7;

        public Task<long?> PageAsync(long first, long before, Action<StoredPayment> look, CancellationToken cancellationToken)
        {
            var page = payments.Where(p => p.Id >= first && p.Id < before).OrderBy(p => p.Id).Take(Size).ToList();
            foreach (var payment in page) look(payment);
            return Task.FromResult(page.Count < Size ? null : (long?)(page[^1].Id + 1));
        }

        public Task<long?> IdBeforeAsync(long id, int count, CancellationToken cancellationToken) => Task.FromResult<long?>(null);
    }
}
