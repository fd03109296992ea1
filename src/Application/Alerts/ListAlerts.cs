using Dashboard.Application.Common;
using Dashboard.Domain.Alerts;
using FluentValidation;
using MediatR;

namespace Dashboard.Application.Alerts;

/// <summary>One page of the alerts of all runs, newest first.</summary>
/// <param name="Before">The cursor: the last id of the previous page; null for the newest page.</param>
/// <param name="Limit">1 … <see cref="MaxLimit"/>.</param>
public sealed record ListAlerts(AlertFilter Filter, AlertId? Before, int Limit) : IRequest<AlertPage>
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 500;
}

/// <param name="Items">At most as many as asked for. There may be fewer, or none, although <paramref name="Next"/> is given: a call looks
/// at a bounded number of rows.</param>
/// <param name="Next">Cursor of the following page; null when this is the last.</param>
/// <param name="Counts">Of everything unresolved, whatever the filter.</param>
/// <param name="SearchedTo">Every alert raised at this time or later was looked at; null when the whole range was.</param>
public sealed record AlertPage(IReadOnlyList<AlertDto> Items, string? Next, AlertCountsDto Counts, DateTimeOffset? SearchedTo)
    : IMaskable
{
    public object Masked() => this with { Items = [.. Items.Select(a => a.Masked())] };
}

/// <summary>How many alerts are not resolved.</summary>
public sealed record AlertCountsDto(int Open, int Acknowledged);

internal sealed class ListAlertsValidator : AbstractValidator<ListAlerts>
{
    public ListAlertsValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, ListAlerts.MaxLimit).OverridePropertyName("limit")
            .WithMessage($"must be between 1 and {ListAlerts.MaxLimit}");
        RuleFor(q => q.Filter.To).Must((q, to) => to is null || q.Filter.From is null || q.Filter.From <= to)
            .OverridePropertyName("to").WithMessage("must not be before from");
    }
}

internal sealed class ListAlertsHandler(IAlertHistory history, AlertBook book) : IRequestHandler<ListAlerts, AlertPage>
{
    public async Task<AlertPage> Handle(ListAlerts request, CancellationToken cancellationToken)
    {
        var search = await history.SearchAsync(request.Filter, request.Before, request.Limit, cancellationToken);
        return new AlertPage([.. search.Found.Select(a => a.ToDto())], search.Next?.ToString(), book.Counts(), search.Next?.Ordered.Time);
    }
}
