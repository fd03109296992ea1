using Dashboard.Application.Common;
using Dashboard.Application.History;
using Dashboard.Application.Pipeline;
using Dashboard.Application.Storage;
using Dashboard.Domain.Transactions;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Ingest;

/// <summary>Says how a Processing transaction ended. Answered when that is stored durably; the first report counts, an equal one gets its answer.</summary>
public sealed record ReportOutcome(TransactionId Id, TransactionStatus? Status, DateTimeOffset? CompletedAt, string? FailureReason)
    : IRequest<ReportedOutcome>, IOutcome;

public enum ReportVerdict
{
    /// <summary>Stored, now or by an equal report before.</summary>
    Kept,

    /// <summary>No such transaction.</summary>
    Unknown,

    /// <summary>It ended otherwise, or the end lies before its beginning; the errors name the fields.</summary>
    Conflict,

    /// <summary>The simulated gateway decides; nothing is to be reported.</summary>
    NotExternal,

    /// <summary>The transaction is not yet where it could end, or the store is away; to be reported again later.</summary>
    NotNow,
}

/// <param name="Transaction">As it is stored; null when it is unknown or nothing can be said now.</param>
/// <param name="Differences">Names of the fields in which the stored end differs; empty unless in conflict.</param>
public sealed record ReportedOutcome(ReportVerdict Verdict, Transaction? Transaction, IReadOnlyList<string> Differences);

internal sealed class ReportOutcomeValidator : AbstractValidator<ReportOutcome>
{
    public ReportOutcomeValidator(TimeProvider clock)
    {
        RuleFor(o => o.Status).NotNull().OverridePropertyName("status").WithMessage("is required: Completed or Failed");
        Include(new OutcomeValidator(clock));
    }
}

internal sealed class ReportOutcomeHandler(
    IStoredTransactions stored, IStore store, RecoveryState recovery, OutcomeSink sink, IOptions<ProcessingOptions> options)
    : IRequestHandler<ReportOutcome, ReportedOutcome>
{
    public async Task<ReportedOutcome> Handle(ReportOutcome request, CancellationToken cancellationToken)
    {
        if (options.Value.Mode != ProcessingMode.External) return Without(ReportVerdict.NotExternal);
        // What an earlier run left is counted in first; an end before that would be counted twice.
        if (store.OutageReason is not null || !recovery.IsComplete) return Without(ReportVerdict.NotNow);
        if (await FindAsync(request.Id, cancellationToken) is not { } known) return Without(ReportVerdict.Unknown);
        if (known.Status == TransactionStatus.Pending) return Without(ReportVerdict.NotNow);
        if (known.IsFinished) return Compared(request, known);

        if (request.CompletedAt < known.Details.CreatedAt) return new(ReportVerdict.Conflict, known, ["completedAt"]);
        return Compared(request, await sink.EndAsync(known, request));
    }

    // The step to Processing is written with a batch; whoever reports at once makes the writer write it now.
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
        return new(differences.Count == 0 ? ReportVerdict.Kept : ReportVerdict.Conflict, stored, differences);
    }

    private static ReportedOutcome Without(ReportVerdict verdict) => new(verdict, null, []);
}

/// <summary>Takes reported ends into the store and from there into the figures, each once.</summary>
internal sealed class OutcomeSink(ITransactionStore store, FlowCounters flow, IMediator mediator, TimeProvider clock)
{
    /// <summary>Stores the end of a Processing transaction, unless there is one already; gives the one that is stored.</summary>
    public async Task<Transaction> EndAsync(Transaction processing, IOutcome outcome)
    {
        var at = outcome.CompletedAt ?? clock.GetUtcNow();
        // The time at the gateway is not known here; from the receipt to the end is what an operator can hold against a limit.
        var ended = processing.End(outcome, at, at > processing.ReceivedAt ? at - processing.ReceivedAt : TimeSpan.Zero);
        var stored = await store.EndAsync(ended);
        if (!ReferenceEquals(stored, ended)) return stored;
        await mediator.Publish(new TransactionCompleted(ended) { IsStored = true }, CancellationToken.None);
        flow.Ended(failed: ended.Status == TransactionStatus.Failed);
        return ended;
    }
}
