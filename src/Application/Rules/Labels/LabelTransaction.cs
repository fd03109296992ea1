using Dashboard.Application.Audit;
using Dashboard.Application.Common;
using Dashboard.Domain.Auth;
using Dashboard.Domain.Common;
using Dashboard.Domain.Rules;
using Dashboard.Domain.Transactions;
using FluentValidation;
using MediatR;

namespace Dashboard.Application.Rules.Labels;

/// <summary>Says what a transaction turned out to be. Null when there is no such transaction.</summary>
public sealed record LabelTransaction(TransactionId Id, FraudLabel? Label, string? Note, Actor By) : IRequest<LabelDto?>
{
    public const int MaxNoteLength = 400;
}

/// <summary>What a person or a file says of a transaction.</summary>
/// <param name="By">Who said it.</param>
/// <param name="IsAsserted">The name was given by the caller, and no sign-in vouches for it.</param>
/// <param name="IsFromFile">It came with a file of chargebacks.</param>
public sealed record LabelDto(FraudLabel Label, string By, bool IsAsserted, bool IsFromFile, string? Note, DateTimeOffset At)
{
    public static LabelDto Of(TransactionLabel label) =>
        new(label.Label, label.By.Name, label.By.IsAsserted, label.IsFromFile, label.Note, label.At);
}

internal sealed class LabelTransactionValidator : AbstractValidator<LabelTransaction>
{
    public LabelTransactionValidator()
    {
        RuleFor(l => l.Label).NotNull().IsInEnum().OverridePropertyName("label")
            .WithMessage("is required: " + string.Join(", ", Enum.GetNames<FraudLabel>()));
        RuleFor(l => l.Note).Must(n => n is null || TextRules.IsText(n, LabelTransaction.MaxNoteLength)).OverridePropertyName("note")
            .WithMessage(TextRules.Requirement(LabelTransaction.MaxNoteLength));
    }
}

internal sealed class LabelTransactionHandler(ILabelStore store, AuditTrail trail, TimeProvider clock)
    : IRequestHandler<LabelTransaction, LabelDto?>
{
    public async Task<LabelDto?> Handle(LabelTransaction request, CancellationToken cancellationToken)
    {
        if (!(await store.StoredAsync([request.Id], cancellationToken)).Contains(request.Id)) return null;
        var before = await store.FindAsync(request.Id, cancellationToken);
        var label = new TransactionLabel(
            request.Id, request.Label!.Value, IsFromFile: false, RuleAuthor.Of(request.By),
            TextRules.Normalized(request.Note, LabelTransaction.MaxNoteLength), clock.GetUtcNow().WholeMicroseconds());
        var entry = trail.Event(
            request.By, AuditActions.TransactionLabelled, request.Id.ToString(), before is null ? null : new { before.Label, before.Note },
            new { label.Label, label.Note });
        await store.SaveAsync([label], entry, cancellationToken);
        return LabelDto.Of(label);
    }
}
