using Dashboard.Domain.Alerts;
using Dashboard.Domain.Currencies;
using Dashboard.Domain.Transactions;

namespace Dashboard.Infrastructure.Storage.Model;

/// <summary>A row that is found by its time-ordered key.</summary>
internal interface IKeyedRow
{
    long Id { get; }
}

/// <summary>A transaction as stored: plain columns, so that history filters translate to SQL.</summary>
internal sealed class TransactionRow : IKeyedRow
{
    public const char FlagSeparator = ',';

    /// <summary>Bytes of <see cref="Trace"/>: a trace id and a span id.</summary>
    public const int TraceLength = TraceIdLength + 8;

    private const int TraceIdLength = 16;

    public long Id { get; set; }

    public required string Source { get; set; }

    public string? Reference { get; set; }

    public string? IdempotencyKey { get; set; }

    public required string Account { get; set; }

    public string? Counterparty { get; set; }

    public long AmountMinor { get; set; }

    public required string Currency { get; set; }

    public TransactionStatus Status { get; set; }

    /// <summary>Names of the flags, separated by commas; null for none.</summary>
    public string? Flags { get; set; }

    public string? FailureReason { get; set; }

    public DateTime CreatedAt { get; set; }

    /// <summary>When the transaction was received, where its id is ahead of the clock; null where the id has that time.</summary>
    public DateTime? ReceivedAt { get; set; }

    public DateTime? CompletedAt { get; set; }

    public long? ProcessingMs { get; set; }

    /// <summary>The place of the transaction in the order in which rules decide; null where its id has that place.</summary>
    public long? DecisionPlace { get; set; }

    /// <summary>True when a mapping filled the account in because the sender named none; null otherwise.</summary>
    public bool? AccountIsFilledIn { get; set; }

    /// <summary>Trace id and span id of what brought it in; null when nothing recorded that.</summary>
    public byte[]? Trace { get; set; }

    public static TransactionRow From(Transaction transaction) => new()
    {
        Id = transaction.Id.Value,
        Source = transaction.Details.Source,
        Reference = transaction.Details.Reference,
        IdempotencyKey = transaction.Details.IdempotencyKey,
        Account = transaction.Details.Account,
        Counterparty = transaction.Details.Counterparty,
        AmountMinor = transaction.Details.Amount.MinorUnits,
        Currency = transaction.Details.Amount.Currency.Code,
        Status = transaction.Status,
        Flags = transaction.IsFlagged ? string.Join(FlagSeparator, transaction.Flags) : null,
        FailureReason = transaction.FailureReason,
        CreatedAt = transaction.Details.CreatedAt.UtcDateTime,
        ReceivedAt = transaction.ReceivedAt == transaction.Id.Time ? null : transaction.ReceivedAt.UtcDateTime,
        CompletedAt = transaction.CompletedAt?.UtcDateTime,
        ProcessingMs = transaction.ProcessingTime is { } time ? (long)time.TotalMilliseconds : null,
        AccountIsFilledIn = transaction.Details.AccountIsStated ? null : true,
        Trace = transaction.Trace is { } trace ? Convert.FromHexString(trace.TraceId + trace.SpanId) : null,
    };

    public Transaction ToTransaction() => Transaction.Restore(
        new TransactionId(Id),
        TransactionDetails.Create(
            Source, Reference, IdempotencyKey, Account, Counterparty,
            Money.FromMinorUnits(AmountMinor, Domain.Currencies.Currency.FromCode(Currency)), new DateTimeOffset(CreatedAt))
            with
        { AccountIsStated = AccountIsFilledIn != true },
        ReceivedAt is { } received ? new DateTimeOffset(received) : null,
        Flags is null ? [] : [.. Flags.Split(FlagSeparator)],
        Status,
        CompletedAt is { } completed ? new DateTimeOffset(completed) : null,
        ProcessingMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        FailureReason,
        Trace is { Length: TraceLength } trace
            ? new TransactionTrace(
                Convert.ToHexStringLower(trace.AsSpan(0, TraceIdLength)), Convert.ToHexStringLower(trace.AsSpan(TraceIdLength)))
            : null);
}

/// <summary>An alert as stored.</summary>
internal sealed class AlertRow : IKeyedRow
{
    // An alert of an earlier version may have fired on transactions that were received this long before it was raised.
    private static readonly TimeSpan LongestUnknownProcessing = TimeSpan.FromHours(1);

    public long Id { get; set; }

    public required string Rule { get; set; }

    public required string Subject { get; set; }

    public AlertSeverity Severity { get; set; }

    public required string Message { get; set; }

    public long TransactionId { get; set; }

    /// <summary>Null in alerts of versions that did not store it.</summary>
    public long? FirstTransactionId { get; set; }

    public long Count { get; set; }

    public AlertStatus Status { get; set; }

    public DateTime RaisedAt { get; set; }

    /// <summary>Null in alerts of versions that did not store it.</summary>
    public DateTime? LastFiredAt { get; set; }

    public DateTime UpdatedAt { get; set; }

    public DateTime? AcknowledgedAt { get; set; }

    public DateTime? ResolvedAt { get; set; }

    /// <summary>Null before it was resolved, and in alerts of versions that did not store it.</summary>
    public AlertResolver? ResolvedBy { get; set; }

    public int Reopened { get; set; }

    public static AlertRow From(Alert alert) => new()
    {
        Id = alert.Id.Value,
        Rule = alert.Rule,
        Subject = alert.Subject,
        Severity = alert.Severity,
        Message = alert.Message,
        TransactionId = alert.TransactionId.Value,
        FirstTransactionId = alert.FirstTransactionId.Value,
        Count = alert.Count,
        Status = alert.Status,
        RaisedAt = alert.RaisedAt.UtcDateTime,
        LastFiredAt = alert.LastFiredAt.UtcDateTime,
        UpdatedAt = alert.UpdatedAt.UtcDateTime,
        AcknowledgedAt = alert.AcknowledgedAt?.UtcDateTime,
        ResolvedAt = alert.ResolvedAt?.UtcDateTime,
        ResolvedBy = alert.ResolvedBy,
        Reopened = alert.Reopened,
    };

    public Alert ToAlert() => Alert.Restore(
        new AlertId(Id), Rule, Subject, Severity, Message, Count, new DateTimeOffset(RaisedAt),
        (First: FirstTransaction(), Newest: new TransactionId(TransactionId)),
        new AlertLife(
            Status, new DateTimeOffset(LastFiredAt ?? UpdatedAt), new DateTimeOffset(UpdatedAt),
            AcknowledgedAt is { } acknowledged ? new DateTimeOffset(acknowledged) : null,
            ResolvedAt is { } resolved ? new DateTimeOffset(resolved) : null, ResolvedBy, Reopened));

    private TransactionId FirstTransaction()
    {
        var newest = new TransactionId(TransactionId);
        if (FirstTransactionId is { } first) return new TransactionId(first);
        if (Count == 1) return newest;
        var earliest = Domain.Transactions.TransactionId.FirstAt(new DateTimeOffset(RaisedAt) - LongestUnknownProcessing);
        return earliest < newest ? earliest : newest;
    }
}
