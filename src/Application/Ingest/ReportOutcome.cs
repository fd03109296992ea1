using Dashboard.Application.Common;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Transactions;
using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Ingest;

/// <summary>Reports how a Processing transaction ended. Answered when the end is stored durably. The first report counts; an equal one
/// gets the same answer.</summary>
public sealed record ReportOutcome(TransactionId Id, TransactionStatus? Status, DateTimeOffset? CompletedAt, string? FailureReason)
    : IRequest<ReportedOutcome>, IOutcome
{
    /// <summary>A transaction of any other source is unknown to the caller; null for all sources.</summary>
    public IReadOnlySet<string>? Sources { get; init; }
}

/// <param name="Verdict"><see cref="Verdict.Conflict"/> when the stored end differs; <see cref="Verdict.Invalid"/> when the reported end
/// lies before the beginning by a second or more; <see cref="Verdict.Disabled"/> when the simulated gateway decides.</param>
/// <param name="Transaction">As it is stored; null when it is unknown or cannot be ended now.</param>
/// <param name="Differences">Names of the fields in which the stored end differs, or that are invalid; empty otherwise.</param>
public sealed record ReportedOutcome(Verdict Verdict, Transaction? Transaction, IReadOnlyList<string> Differences);

internal sealed class ReportOutcomeValidator : AbstractValidator<ReportOutcome>
{
    public ReportOutcomeValidator(TimeProvider clock)
    {
        RuleFor(o => o.Status).NotNull().OverridePropertyName("status").WithMessage("is required: Completed or Failed");
        Include(new OutcomeValidator(clock));
    }
}

internal sealed class ReportOutcomeHandler(
    CardNumberGuard cardNumbers, IStoredTransactions stored, IStore store, RecoveryState recovery, OutcomeSink sink,
    IOptions<ProcessingOptions> options)
    : IRequestHandler<ReportOutcome, ReportedOutcome>
{
    public async Task<ReportedOutcome> Handle(ReportOutcome request, CancellationToken cancellationToken)
    {
        var reason = TextRules.Normalized(request.FailureReason, Transaction.MaxFailureReasonLength);
        request = request with { FailureReason = cardNumbers.Guarded(reason, out var error) };
        if (error is not null) throw new ValidationException([new ValidationFailure("failureReason", error)]);
        if (options.Value.Mode != ProcessingMode.External) return Without(Verdict.Disabled);
        // Transactions of an earlier run are counted when they are recovered; an end before that would be counted twice.
        if (store.OutageReason is not null || !recovery.IsComplete) return Without(Verdict.RetryLater);
        if (await FindAsync(request.Id, cancellationToken) is not { } known) return Without(Verdict.Unknown);
        if (request.Sources?.Contains(known.Details.Source) == false) return Without(Verdict.Unknown);
        if (known.Status == TransactionStatus.Pending) return Without(Verdict.RetryLater);
        if (known.IsFinished) return Compared(request, known);

        if (request.CompletedAt is { } endedAt && Outcomes.LiesBefore(endedAt, known.Details.CreatedAt))
            return new(Verdict.Invalid, known, ["completedAt"]);
        return Compared(request, await sink.EndAsync(known, request));
    }

    // The step to Processing is written with the next batch. A report that comes before that makes the writer write it now.
    private async Task<Transaction?> FindAsync(TransactionId id, CancellationToken cancellationToken)
    {
        var known = await stored.FindAsync(id, cancellationToken);
        if (known is not { Status: TransactionStatus.Pending }) return known;
        await store.FlushAsync(cancellationToken);
        return await stored.FindAsync(id, cancellationToken);
    }

    private static ReportedOutcome Compared(ReportOutcome request, Transaction stored)
    {
        var differences = request.DifferencesFrom(stored).ToList();
        return new(differences.Count == 0 ? Verdict.Done : Verdict.Conflict, stored, differences);
    }

    private static ReportedOutcome Without(Verdict verdict) => new(verdict, null, []);
}

/// <summary>Stores reported ends, and then publishes each one once.</summary>
internal sealed class OutcomeSink(ITransactionStore store, FlowCounters flow, NodeIdentity node, IMediator mediator, TimeProvider clock)
{
    /// <summary>Stores the end of a Processing transaction, unless there is one already; gives the one that is stored.</summary>
    public async Task<Transaction> EndAsync(Transaction processing, IOutcome outcome)
    {
        var at = outcome.CompletedAt ?? clock.GetUtcNow();
        // The time at the gateway is not known here; the time from receipt to end is the one that an operator can compare with a limit.
        var ended = processing.End(outcome, at, since: processing.ReceivedAt);
        var stored = await store.ReportEndAsync(ended);
        if (!ReferenceEquals(stored, ended)) return stored;
        await mediator.Publish(new TransactionCompleted(ended), CancellationToken.None);
        var isFailed = ended.Status == TransactionStatus.Failed;
        if (node.Holds(ended.Id.Ordered.Slot)) flow.Ended(isFailed);
        else flow.EndedForOther(isFailed);
        return ended;
    }
}
