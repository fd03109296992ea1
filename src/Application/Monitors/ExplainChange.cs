using Dashboard.Application.Monitors.Explain;
using FluentValidation;
using MediatR;

namespace Dashboard.Application.Monitors;

/// <summary>What explains a change of a measure in a span, compared with a span before it. From memory.</summary>
/// <param name="Measure">Not <see cref="Measure.Silence"/>, which nothing is counted for.</param>
/// <param name="From">Included; whole seconds count.</param>
/// <param name="To">Not included.</param>
/// <param name="BaselineFrom">Included.</param>
/// <param name="BaselineTo">Not included.</param>
public sealed record ExplainChange(
    Measure Measure, DateTimeOffset From, DateTimeOffset To, DateTimeOffset BaselineFrom, DateTimeOffset BaselineTo)
    : IRequest<ExplainReport>
{
    /// <summary>How long before the span the baseline begins, when nothing else is said.</summary>
    public static readonly TimeSpan DefaultBaseline = TimeSpan.FromHours(1);
}

internal sealed class ExplainChangeValidator : AbstractValidator<ExplainChange>
{
    public ExplainChangeValidator()
    {
        RuleFor(q => q.To).GreaterThan(q => q.From).WithMessage("to must be after from.");
        RuleFor(q => q.BaselineTo).GreaterThan(q => q.BaselineFrom).WithMessage("baselineTo must be after baselineFrom.");
    }
}

internal sealed class ExplainChangeHandler(IncidentWatch watch) : IRequestHandler<ExplainChange, ExplainReport>
{
    public Task<ExplainReport> Handle(ExplainChange request, CancellationToken cancellationToken) =>
        Task.FromResult(watch.Explain(request));
}
