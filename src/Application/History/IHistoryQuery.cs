using Dashboard.Domain.Currencies;
using FluentValidation;

namespace Dashboard.Application.History;

/// <summary>A history query with a filter.</summary>
public interface IHistoryQuery
{
    TransactionFilter Filter { get; }
}

internal sealed class HistoryQueryValidator : AbstractValidator<IHistoryQuery>
{
    public HistoryQueryValidator()
    {
        RuleFor(q => q.Filter.Currency).Must(c => c is null || Currency.TryFromCode(c, out _)).OverridePropertyName("currency")
            .WithMessage("is not an ISO 4217 code");
        RuleFor(q => q.Filter.MaxAmount).Must((q, max) => max is null || q.Filter.MinAmount is null || q.Filter.MinAmount <= max)
            .OverridePropertyName("maxAmount").WithMessage("must not be below minAmount");
        RuleFor(q => q.Filter.To).Must((q, to) => to is null || q.Filter.From is null || q.Filter.From <= to)
            .OverridePropertyName("to").WithMessage("must not be before from");
        RuleFor(q => q.Filter.CreatedTo)
            .Must((q, to) => to is null || q.Filter.CreatedFrom is null || q.Filter.CreatedFrom <= to)
            .OverridePropertyName("createdTo").WithMessage("must not be before createdFrom");
    }
}
