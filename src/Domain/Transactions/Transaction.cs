using System.Collections.Immutable;
using Dashboard.Domain.Common;

namespace Dashboard.Domain.Transactions;

/// <summary>
/// A payment in one of its states. Immutable: a transition gives a new object, so any thread may keep a state it was given.
/// </summary>
public sealed class Transaction
{
    public const int MaxSourceLength = 64;

    /// <summary>Stands in the figures for the sources that are not counted separately, so no transaction has it as its source.</summary>
    public const string OtherSources = "(other)";

    public const int MaxAccountLength = 64;

    /// <value>As long as names are in ISO 20022.</value>
    public const int MaxCounterpartyLength = 140;

    public const int MaxReferenceLength = 128;
    public const int MaxFailureReasonLength = 200;
    public const int MaxFlags = 8;

    private Transaction(TransactionDetails details) => Details = details;

    private Transaction(Transaction before)
    {
        Id = before.Id;
        ReceivedAt = before.ReceivedAt;
        Details = before.Details;
        Flags = before.Flags;
        Status = before.Status;
        CompletedAt = before.CompletedAt;
        ProcessingTime = before.ProcessingTime;
        FailureReason = before.FailureReason;
        Trace = before.Trace;
        FlagReasons = before.FlagReasons;
    }

    public TransactionId Id { get; private init; }

    public TransactionDetails Details { get; }

    /// <summary>Names of the rules that found the payment suspicious; empty for most payments.</summary>
    public ImmutableArray<string> Flags { get; private init; } = [];

    /// <summary>A sentence for each flag; empty for a transaction that was read from the store, which keeps them elsewhere.</summary>
    public ImmutableArray<string> FlagReasons { get; private init; } = [];

    public TransactionStatus Status { get; private init; }

    /// <summary>When the transaction was received, to the millisecond: the time of its id, unless that is ahead of the clock.</summary>
    /// <remarks>Late by a few milliseconds when more than 4,096 ids were made in one (<see cref="OrderedIds"/>).</remarks>
    public DateTimeOffset ReceivedAt { get; private init; }

    /// <summary>When the transaction completed or failed; null before.</summary>
    public DateTimeOffset? CompletedAt { get; private init; }

    /// <summary>How long the gateway took, in whole milliseconds; null before the transaction ends.</summary>
    public TimeSpan? ProcessingTime { get; private init; }

    /// <summary>Why the transaction failed, a name such as <c>insufficient_funds</c>; null unless it is Failed.</summary>
    public string? FailureReason { get; private init; }

    /// <summary>What brought the transaction in; null when nothing recorded that.</summary>
    public TransactionTrace? Trace { get; private init; }

    public bool IsFlagged => Flags.Length > 0;

    public bool IsFinished => Status is TransactionStatus.Completed or TransactionStatus.Failed;

    /// <summary>Makes a new transaction: Pending, with the flags of the rules that fired.</summary>
    /// <param name="receivedAt">The time of the id when it is left out.</param>
    /// <exception cref="DomainException">More than <see cref="MaxFlags"/> flags.</exception>
    public static Transaction Receive(
        TransactionId id, TransactionDetails details, ImmutableArray<string> flags, DateTimeOffset? receivedAt = null)
    {
        if (flags.Length > MaxFlags) throw new DomainException($"A transaction carries at most {MaxFlags} flags.");
        return new Transaction(details) { Id = id, ReceivedAt = receivedAt ?? id.Time, Flags = flags };
    }

    /// <summary>Rebuilds a stored state.</summary>
    /// <param name="receivedAt">Null for the time of the id.</param>
    /// <exception cref="DomainException">The state contradicts itself: an end without a time, a failure without a reason.</exception>
    public static Transaction Restore(
        TransactionId id, TransactionDetails details, DateTimeOffset? receivedAt, ImmutableArray<string> flags, TransactionStatus status,
        DateTimeOffset? completedAt, TimeSpan? processingTime, string? failureReason, TransactionTrace? trace = null)
    {
        var transaction = new Transaction(details)
        {
            Id = id,
            ReceivedAt = receivedAt ?? id.Time,
            Flags = flags,
            Status = status,
            CompletedAt = completedAt,
            ProcessingTime = processingTime,
            FailureReason = failureReason,
            Trace = trace,
        };
        var consistent = transaction.IsFinished == completedAt.HasValue
            && transaction.IsFinished == processingTime.HasValue
            && (status == TransactionStatus.Failed) == (failureReason is not null);
        return consistent
            ? transaction
            : throw new DomainException($"Transaction {id} is stored as {status}, but its fields belong to another status.");
    }

    /// <summary>The same transaction with the flags that rules decided on.</summary>
    /// <exception cref="DomainException">More than <see cref="MaxFlags"/> flags.</exception>
    public Transaction Flagged(ImmutableArray<string> flags, ImmutableArray<string> reasons) => flags.Length <= MaxFlags
        ? new Transaction(this) { Flags = flags, FlagReasons = reasons }
        : throw new DomainException($"A transaction carries at most {MaxFlags} flags.");

    /// <summary>The same transaction with its origin.</summary>
    public Transaction From(TransactionTrace? trace) => trace is null ? this : new Transaction(this) { Trace = trace };

    /// <exception cref="DomainException">The transaction is not Pending.</exception>
    public Transaction Start() =>
        MoveFrom(TransactionStatus.Pending, new Transaction(this) { Status = TransactionStatus.Processing });

    /// <exception cref="DomainException">The transaction is not Processing, or the time is negative.</exception>
    public Transaction Complete(DateTimeOffset at, TimeSpan processingTime) =>
        MoveFrom(TransactionStatus.Processing, new Transaction(this)
        {
            Status = TransactionStatus.Completed,
            CompletedAt = at.WholeMicroseconds(),
            ProcessingTime = WholeMilliseconds(processingTime),
        });

    /// <exception cref="DomainException">Not Processing, a negative time, or a reason that is missing or too long.</exception>
    public Transaction Fail(DateTimeOffset at, TimeSpan processingTime, string reason)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > MaxFailureReasonLength)
            throw new DomainException($"A failure needs a reason of at most {MaxFailureReasonLength} characters.");

        return MoveFrom(TransactionStatus.Processing, new Transaction(this)
        {
            Status = TransactionStatus.Failed,
            CompletedAt = at.WholeMicroseconds(),
            ProcessingTime = WholeMilliseconds(processingTime),
            FailureReason = reason,
        });
    }

    // The only place that checks a transition.
    private Transaction MoveFrom(TransactionStatus required, Transaction next) =>
        Status == required ? next : throw new DomainException($"Transaction {Id} is {Status} and cannot become {next.Status}.");

    private static TimeSpan WholeMilliseconds(TimeSpan time) =>
        time >= TimeSpan.Zero
            ? TimeSpan.FromMilliseconds(time.Ticks / TimeSpan.TicksPerMillisecond)
            : throw new DomainException("A processing time cannot be negative.");
}
