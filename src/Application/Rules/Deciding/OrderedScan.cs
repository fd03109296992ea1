using Dashboard.Application.Rules.Lab;

namespace Dashboard.Application.Rules.Deciding;

/// <summary>Reads stored payments in the order in which rules decide on them.</summary>
/// <remarks>The place of a payment in that order is its id or a higher number, so one pass by id is enough: a payment with a higher place
/// waits for its turn.</remarks>
internal sealed class OrderedScan(IPaymentScan scan)
{
    /// <param name="first">The lowest id to read.</param>
    /// <param name="before">The first id not to read.</param>
    /// <param name="look">Gets each payment. Payments from <paramref name="before"/> on come only where one of the range stands behind
    /// them.</param>
    /// <param name="isEnough">Ends the reading early.</param>
    public async Task RunAsync(
        long first, long before, Action<StoredPayment> look, Func<bool>? isEnough, CancellationToken cancellationToken)
    {
        var waiting = new PriorityQueue<StoredPayment, long>();
        var highest = long.MinValue;
        await ReadAsync(first, before);
        if (highest >= before && isEnough?.Invoke() != true) await ReadAsync(before, highest + 1);
        while (waiting.TryDequeue(out var late, out _)) look(late);

        async Task ReadAsync(long from, long end)
        {
            long? next = from;
            while (next is { } begin && begin < end && isEnough?.Invoke() != true)
                next = await scan.PageAsync(begin, end, Take, cancellationToken);
        }

        void Take(StoredPayment payment)
        {
            while (waiting.TryPeek(out _, out var place) && place < payment.Id) look(waiting.Dequeue());
            if (payment.Place == payment.Id)
            {
                look(payment);
                return;
            }

            waiting.Enqueue(payment, payment.Place);
            if (payment.Id < before) highest = Math.Max(highest, payment.Place);
        }
    }

    /// <summary>The id with which the payments begin that fill the windows of a payment.</summary>
    public async Task<long> BeginOfWindowsAsync(long id, int payments, CancellationToken cancellationToken) =>
        await scan.IdBeforeAsync(id, payments, cancellationToken) ?? 0;
}
