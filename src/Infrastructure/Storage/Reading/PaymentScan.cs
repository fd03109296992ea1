using Dashboard.Application.Rules.Lab;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Infrastructure.Storage.Reading;

/// <summary>Reads the payments of a range of keys page by page, for rules that are tried over stored transactions.</summary>
internal sealed class PaymentScan(StoreReads reads) : IPaymentScan
{
    // A page takes some 50 ms of a thread for reads; then other reads have their turn.
    private const int PageSize = 20_000;

    public Task<long?> PageAsync(long first, long before, Action<StoredPayment> look, CancellationToken cancellationToken) =>
        reads.RunAsync<long?>(
            async context =>
            {
                var page = context.Transactions.AsNoTracking().Where(r => r.Id >= first && r.Id < before).OrderBy(r => r.Id).Take(PageSize)
                    .Select(r => new StoredPayment(
                        r.Id, r.Source, r.Account, r.Counterparty, r.Reference, r.AmountMinor, r.Currency, r.Status, r.CreatedAt)
                    {
                        Place = r.DecisionPlace ?? r.Id,
                        AccountIsFilledIn = r.AccountIsFilledIn == true,
                    });
                var (count, last) = (0, first);
                await foreach (var payment in page.AsAsyncEnumerable().WithCancellation(cancellationToken))
                {
                    look(payment);
                    (count, last) = (count + 1, payment.Id);
                }

                return count < PageSize ? null : last + 1;
            },
            cancellationToken);

    public Task<long?> IdBeforeAsync(long id, int payments, CancellationToken cancellationToken) => reads.RunAsync(
        context => context.Transactions.Where(r => r.Id < id).OrderByDescending(r => r.Id).Skip(payments).Select(r => (long?)r.Id)
            .FirstOrDefaultAsync(cancellationToken),
        cancellationToken);
}
