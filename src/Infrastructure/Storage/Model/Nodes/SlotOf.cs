using System.Linq.Expressions;
using Dashboard.Domain.Common;

namespace Dashboard.Infrastructure.Storage.Model.Nodes;

/// <summary>The slot of a stored transaction, computed from its key by the database (<see cref="OrderedId"/>).</summary>
internal static class SlotOf
{
    private const long Counters = 4_096;
    private const long Slots = 256;

    public static Expression<Func<TransactionRow, bool>> IsIn(long[] slots) => row => slots.Contains(row.Id / Counters % Slots);
}
