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

/// <param name="Next">Cursor of the following page; null when this is the last.</param>
/// <param name="Counts">Of everything unresolved, whatever the filter.</param>
public sealed record AlertPage(IReadOnlyList<AlertDto> Items, string? Next, AlertCountsDto Counts);

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
        // One row more than asked for tells whether there is another page.
        var alerts = await history.PageAsync(request.Filter, request.Before, request.Limit + 1, cancellationToken);
        var items = alerts.Take(request.Limit).Select(a => a.ToDto()).ToList();
        return new AlertPage(items, alerts.Count > request.Limit ? items[^1].Id : null, book.Counts());
    }
}
