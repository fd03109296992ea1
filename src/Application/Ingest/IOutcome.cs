using Dashboard.Application.Common;
using Dashboard.Domain.Common;
using Dashboard.Domain.Transactions;
using FluentValidation;

namespace Dashboard.Application.Ingest;

/// <summary>How a transaction ended, as its sender says: beside the item itself, or reported later.</summary>
public interface IOutcome
{
    /// <summary>Completed or Failed; null when nothing is said.</summary>
    TransactionStatus? Status { get; }

    /// <summary>When it ended; null means when that was received.</summary>
    DateTimeOffset? CompletedAt { get; }

    /// <summary>Why it failed, as a name such as <c>insufficient_funds</c>; up to 200 characters; only with Failed.</summary>
    string? FailureReason { get; }
}

/// <summary>The shape of an outcome.</summary>
internal sealed class OutcomeValidator : AbstractValidator<IOutcome>
{
    /// <summary>Clocks differ; an end further ahead would be in no window of the metrics.</summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromMinutes(1);

    public OutcomeValidator(TimeProvider clock)
    {
        RuleFor(o => o.Status).Must(v => v is null or TransactionStatus.Completed or TransactionStatus.Failed)
            .OverridePropertyName("status").WithMessage("must be Completed or Failed");
        RuleFor(o => o.CompletedAt).Must((o, v) => v is null || o.Status is not null)
            .OverridePropertyName("completedAt").WithMessage("must not be given without a status");
        RuleFor(o => o.CompletedAt)
            .Must(v => v is null || (v >= NewTransactionValidator.Earliest && v <= clock.GetUtcNow() + FutureTolerance))
            .OverridePropertyName("completedAt").WithMessage("must lie between 1970 and one minute from now");
        RuleFor(o => o.FailureReason).Must((o, v) => (v is not null) == (o.Status is TransactionStatus.Failed))
            .OverridePropertyName("failureReason").WithMessage("is required with the status Failed, and must not be given without it");
        RuleFor(o => o.FailureReason).Must(v => v is null || TextRules.IsText(v, Transaction.MaxFailureReasonLength))
            .OverridePropertyName("failureReason").WithMessage(TextRules.Requirement(Transaction.MaxFailureReasonLength));
    }
}

internal static class Outcomes
{
    /// <summary>Many senders cut times to whole seconds, so the end may seem to lie before the beginning by less than this.</summary>
    public static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    /// <summary>True when the end lies before the beginning by more than rounding explains.</summary>
    public static bool LiesBefore(DateTimeOffset endedAt, DateTimeOffset createdAt) => endedAt <= createdAt - Rounding;

    /// <summary>Names of the fields in which an outcome says something else than what is stored; what it does not say is not
    /// compared.</summary>
    public static IEnumerable<string> DifferencesFrom(this IOutcome outcome, Transaction stored)
    {
        if (outcome.Status is not { } status) yield break;
        if (status != stored.Status) yield return "status";
        if (outcome.CompletedAt is { } at && at.WholeMicroseconds() != stored.CompletedAt) yield return "completedAt";
        if (outcome.FailureReason != stored.FailureReason) yield return "failureReason";
    }

    /// <summary>A Processing transaction in the end that the outcome says.</summary>
    /// <param name="since">When its processing began; an end before that took no time.</param>
    /// <exception cref="DomainException">It is not Processing.</exception>
    public static Transaction End(this Transaction processing, IOutcome outcome, DateTimeOffset at, DateTimeOffset since)
    {
        var processingTime = at > since ? at - since : TimeSpan.Zero;
        return outcome.Status == TransactionStatus.Failed
            ? processing.Fail(at, processingTime, outcome.FailureReason!)
            : processing.Complete(at, processingTime);
    }
}
