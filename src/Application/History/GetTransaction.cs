using Dashboard.Application.Common;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Rules.Deciding;
using Dashboard.Application.Rules.Labels;
using Dashboard.Domain.Transactions;
using MediatR;

namespace Dashboard.Application.History;

/// <summary>One transaction with its timeline; null when the id is unknown.</summary>
public sealed record GetTransaction(TransactionId Id) : IRequest<TransactionWithTimeline?>
{
    /// <summary>A transaction of any other source is unknown to the caller; null for all sources.</summary>
    public IReadOnlySet<string>? Sources { get; init; }
}

/// <param name="Timeline">The known steps, oldest first. A transaction that was sent with its outcome has no step Processing, and
/// it may have ended before it was received.</param>
/// <param name="TraceId">The trace of the call that brought it in, 32 hexadecimal digits; null when telemetry did not record it.</param>
/// <param name="Decisions">Of every version of a rule that matched it, also of those that flag nothing.</param>
/// <param name="Label">What it turned out to be; null when nobody has said.</param>
public sealed record TransactionWithTimeline(
    TransactionDto Transaction, IReadOnlyList<TimelineEntry> Timeline, string? TraceId,
    IReadOnlyList<DecisionDto> Decisions, LabelDto? Label) : IMaskable
{
    public object Masked() => this with
    {
        Transaction = Transaction.Masked(),
        Decisions = [.. Decisions.Select(d => d.Masked())],
    };
}

/// <param name="State">Created, Pending, Processing, Completed or Failed.</param>
public sealed record TimelineEntry(string State, DateTimeOffset At, string? Reason);

internal sealed class GetTransactionHandler(IStoredTransactions stored, IDecisionHistory decisions, ILabelStore labels)
    : IRequestHandler<GetTransaction, TransactionWithTimeline?>
{
    public async Task<TransactionWithTimeline?> Handle(GetTransaction request, CancellationToken cancellationToken)
    {
        var transaction = await stored.FindAsync(request.Id, cancellationToken);
        if (transaction is null || request.Sources?.Contains(transaction.Details.Source) == false) return null;
        return new TransactionWithTimeline(
            transaction.ToDto(sequence: 0), [.. Timeline(transaction)], transaction.Trace?.TraceId,
            [.. (await decisions.OfAsync(request.Id, cancellationToken)).Select(DecisionDto.Of)],
            await labels.FindAsync(request.Id, cancellationToken) is { } label ? LabelDto.Of(label) : null);
    }

    private static IEnumerable<TimelineEntry> Timeline(Transaction transaction)
    {
        var created = new TimelineEntry("Created", transaction.Details.CreatedAt, null);
        var received = new TimelineEntry(
            nameof(TransactionStatus.Pending), transaction.ReceivedAt, transaction.IsFlagged ? string.Join(", ", transaction.Flags) : null);
        if (transaction.CompletedAt is not { } ended) return [created, received];

        var end = new TimelineEntry(transaction.Status.ToString(), ended, transaction.FailureReason);
        var started = ended - transaction.ProcessingTime!.Value;
        if (started >= transaction.ReceivedAt)
            return [created, received, new TimelineEntry(nameof(TransactionStatus.Processing), started, null), end];
        // It was sent with its outcome: nothing was processed here.
        return ended <= transaction.ReceivedAt ? [created, end, received] : [created, received, end];
    }
}
