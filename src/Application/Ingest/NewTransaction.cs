using Dashboard.Application.Common;
using Dashboard.Domain.Transactions;
using FluentValidation;

namespace Dashboard.Application.Ingest;

/// <summary>One payment as its sender wrote it.</summary>
/// <param name="Source">Channel or system; 1 … 64 characters.</param>
/// <param name="Reference">The sender's own id, unique within the source; up to 128 characters; null when there is none.</param>
/// <param name="Account">1 … 64 characters.</param>
/// <param name="Counterparty">Up to 140 characters; null when there is none.</param>
/// <param name="Amount">Decimal number of the currency's units, with no more decimals than the currency has.</param>
/// <param name="Currency">ISO 4217 code, upper case.</param>
/// <param name="CreatedAt">When the payment was made; null means now, or when it ended if that was before.</param>
public sealed record NewTransaction(
    string? Source, string? Reference, string? Account, string? Counterparty, decimal? Amount, string? Currency, DateTimeOffset? CreatedAt)
    : IOutcome
{
    /// <summary>Completed or Failed when it has ended already: then it is only observed, not processed. Null to have it
    /// processed.</summary>
    public TransactionStatus? Status { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string? FailureReason { get; init; }

    /// <summary>Given in a line of an export only. The program sets its own; a status of such a line that is not an end says
    /// nothing.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>The same payment as it is checked, stored and compared.</summary>
    internal NewTransaction Normalized()
    {
        var isOpenInExport = ReceivedAt is not null && Status is TransactionStatus.Pending or TransactionStatus.Processing;
        var normal = (
            TextRules.Normalized(Source, Transaction.MaxSourceLength), TextRules.Normalized(Reference, Transaction.MaxReferenceLength),
            TextRules.Normalized(Account, Transaction.MaxAccountLength),
            TextRules.Normalized(Counterparty, Transaction.MaxCounterpartyLength),
            TextRules.Normalized(FailureReason, Transaction.MaxFailureReasonLength), isOpenInExport ? null : Status);
        if (normal == (Source, Reference, Account, Counterparty, FailureReason, Status)) return this;
        var (source, reference, account, counterparty, failureReason, status) = normal;
        return this with
        {
            Source = source,
            Reference = reference,
            Account = account,
            Counterparty = counterparty,
            FailureReason = failureReason,
            Status = status,
        };
    }
}

/// <summary>The shape of a new transaction. The domain checks its amount and currency.</summary>
internal sealed class NewTransactionValidator : AbstractValidator<NewTransaction>
{
    public static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan FutureTolerance = TimeSpan.FromDays(1);

    private const string SpaceAtEnd = "must not end with a space";

    public NewTransactionValidator(TimeProvider clock)
    {
        RuleFor(t => t.Source).Must(v => TextRules.IsText(v, Transaction.MaxSourceLength))
            .WithMessage(TextRules.Requirement(Transaction.MaxSourceLength));
        RuleFor(t => t.Account).Must(v => TextRules.IsText(v, Transaction.MaxAccountLength))
            .WithMessage(TextRules.Requirement(Transaction.MaxAccountLength));
        RuleFor(t => t.Reference).Must(v => v is null || TextRules.IsText(v, Transaction.MaxReferenceLength))
            .WithMessage(TextRules.Requirement(Transaction.MaxReferenceLength));
        // SQL Server treats two sources or references as equal that differ only in the spaces at their end.
        RuleFor(t => t.Source).Must(v => v?.EndsWith(' ') != true).WithMessage(SpaceAtEnd);
        RuleFor(t => t.Reference).Must(v => v?.EndsWith(' ') != true).WithMessage(SpaceAtEnd);
        RuleFor(t => t.Source).Must(v => v != Transaction.OtherSources)
            .WithMessage($"must not be {Transaction.OtherSources}, which stands for all further sources in the figures");
        RuleFor(t => t.Counterparty).Must(v => v is null || TextRules.IsText(v, Transaction.MaxCounterpartyLength))
            .WithMessage(TextRules.Requirement(Transaction.MaxCounterpartyLength));
        RuleFor(t => t.Amount).NotNull().WithMessage("is required");
        RuleFor(t => t.Currency).NotNull().WithMessage("is required");
        RuleFor(t => t.CreatedAt).Must(v => v is null || (v >= Earliest && v <= clock.GetUtcNow() + FutureTolerance))
            .WithMessage("must lie between 1970 and one day from now");
        Include(new OutcomeValidator(clock));
    }
}
