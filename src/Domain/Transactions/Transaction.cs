using System.Collections.Immutable;
using Dashboard.Domain.Common;

namespace Dashboard.Domain.Transactions;

/// <summary>A payment in one of its states. Immutable: a transition gives a new object, so any thread may hold any state.</summary>
public sealed class Transaction
{
    public const int MaxSourceLength = 64;
    public const int MaxAccountLength = 64;
    public const int MaxReferenceLength = 128;
    public const int MaxFailureReasonLength = 200;
    public const int MaxFlags = 8;

    private Transaction(TransactionDetails details) => Details = details;

    private Transaction(Transaction before)
    {
        Id = before.Id;
        Details = before.Details;
        Flags = before.Flags;
        Status = before.Status;
        CompletedAt = before.CompletedAt;
        ProcessingTime = before.ProcessingTime;
        FailureReason = before.FailureReason;
    }

    public TransactionId Id { get; private init; }

    public TransactionDetails Details { get; }

    /// <summary>Names of the rules that found it suspicious; empty for most.</summary>
    public ImmutableArray<string> Flags { get; private init; } = [];

    public TransactionStatus Status { get; private init; }

    /// <summary>When it was taken in, to the millisecond; the time of its id.</summary>
    public DateTimeOffset ReceivedAt => Id.Time;

    /// <summary>When it completed or failed; null before.</summary>
    public DateTimeOffset? CompletedAt { get; private init; }

    /// <summary>How long the gateway took, in whole milliseconds; null before the end.</summary>
    public TimeSpan? ProcessingTime { get; private init; }

    /// <summary>Why it failed, as a name such as <c>insufficient_funds</c>; only for Failed.</summary>
    public string? FailureReason { get; private init; }

    public bool IsFlagged => Flags.Length > 0;

    public bool IsFinished => Status is TransactionStatus.Completed or TransactionStatus.Failed;

    /// <summary>Takes a new transaction in: Pending, with the flags that the rules gave it.</summary>
    /// <exception cref="DomainException">More than <see cref="MaxFlags"/> flags.</exception>
    public static Transaction Receive(TransactionId id, TransactionDetails details, ImmutableArray<string> flags)
    {
        if (flags.Length > MaxFlags) throw new DomainException($"A transaction carries at most {MaxFlags} flags.");
        return new Transaction(details) { Id = id, Flags = flags };
    }

    /// <summary>Rebuilds a stored state.</summary>
    /// <exception cref="DomainException">The state contradicts itself: an end without a time, a failure without a reason.</exception>
    public static Transaction Restore(
        TransactionId id, TransactionDetails details, ImmutableArray<string> flags, TransactionStatus status,
        DateTimeOffset? completedAt, TimeSpan? processingTime, string? failureReason)
    {
        var transaction = new Transaction(details)
        {
            Id = id,
            Flags = flags,
            Status = status,
            CompletedAt = completedAt,
            ProcessingTime = processingTime,
            FailureReason = failureReason,
        };
        var consistent = transaction.IsFinished == completedAt.HasValue
            && transaction.IsFinished == processingTime.HasValue
            && (status == TransactionStatus.Failed) == (failureReason is not null);
        return consistent ? transaction : throw new DomainException($"Transaction {id} is stored as {status} with fields of another state.");
    }

    /// <exception cref="DomainException">It is not Pending.</exception>
    public Transaction Start() => After(TransactionStatus.Pending, new Transaction(this) { Status = TransactionStatus.Processing });

    /// <exception cref="DomainException">It is not Processing, or the time is negative.</exception>
    public Transaction Complete(DateTimeOffset at, TimeSpan processingTime) =>
        After(TransactionStatus.Processing, new Transaction(this)
        {
            Status = TransactionStatus.Completed,
            CompletedAt = at.WholeMicroseconds(),
            ProcessingTime = WholeMilliseconds(processingTime),
        });

    /// <exception cref="DomainException">It is not Processing, the time is negative, or the reason is missing or too long.</exception>
    public Transaction Fail(DateTimeOffset at, TimeSpan processingTime, string reason)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > MaxFailureReasonLength)
            throw new DomainException($"A failure needs a reason of at most {MaxFailureReasonLength} characters.");

        return After(TransactionStatus.Processing, new Transaction(this)
        {
            Status = TransactionStatus.Failed,
            CompletedAt = at.WholeMicroseconds(),
            ProcessingTime = WholeMilliseconds(processingTime),
            FailureReason = reason,
        });
    }

    // The one place where a move is judged.
    private Transaction After(TransactionStatus required, Transaction next) =>
        Status == required ? next : throw new DomainException($"Transaction {Id} is {Status} and cannot become {next.Status}.");

    private static TimeSpan WholeMilliseconds(TimeSpan time) =>
        time >= TimeSpan.Zero
            ? TimeSpan.FromMilliseconds(time.Ticks / TimeSpan.TicksPerMillisecond)
            : throw new DomainException("A processing time cannot be negative.");
}
