namespace Dashboard.Domain.Transactions;

/// <summary>Pending → Processing → Completed or Failed; no other step, no way back. The numbers are stored.</summary>
public enum TransactionStatus
{
    Pending = 0,
    Processing = 1,
    Completed = 2,
    Failed = 3,
}
