using FluentValidation;
using MediatR;

namespace Dashboard.Application.Simulator;

/// <summary>Switches the simulator and sets its rate; takes effect within a second.</summary>
public sealed record ChangeSimulator(bool? Enabled, int? TransactionsPerSecond) : IRequest<SimulatorStatus>;

internal sealed class ChangeSimulatorValidator : AbstractValidator<ChangeSimulator>
{
    public ChangeSimulatorValidator()
    {
        RuleFor(c => c.Enabled).NotNull().OverridePropertyName("enabled").WithMessage("is required: true or false");
        RuleFor(c => c.TransactionsPerSecond).NotNull().OverridePropertyName("transactionsPerSecond").WithMessage("is required");
        RuleFor(c => c.TransactionsPerSecond).InclusiveBetween(0, SimulatorOptions.MaxTransactionsPerSecond)
            .OverridePropertyName("transactionsPerSecond")
            .WithMessage($"must be between 0 and {SimulatorOptions.MaxTransactionsPerSecond}");
    }
}

internal sealed class ChangeSimulatorHandler(SimulatorFeed simulator) : IRequestHandler<ChangeSimulator, SimulatorStatus>
{
    public Task<SimulatorStatus> Handle(ChangeSimulator request, CancellationToken cancellationToken) =>
        Task.FromResult(simulator.Change(request.Enabled!.Value, request.TransactionsPerSecond!.Value));
}
