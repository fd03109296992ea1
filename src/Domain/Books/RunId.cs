using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;

namespace Dashboard.Domain.Books;

/// <summary>Id of one run of the program, from the same generator as the ids of its transactions.</summary>
public readonly record struct RunId(OrderedId Ordered)
{
    public RunId(long value) : this(new OrderedId(value)) { }

    /// <summary>The number that is stored.</summary>
    public long Value => Ordered.Value;

    /// <summary>
    /// Divides the transactions of a single program: those received in this run or later have greater ids, those of earlier runs lower
    /// ones.
    /// </summary>
    public TransactionId Boundary => new(Ordered);

    public override string ToString() => Ordered.ToString();
}
