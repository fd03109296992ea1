using Dashboard.Application.Audit;
using Dashboard.Domain.Auth;
using FluentValidation;
using MediatR;

namespace Dashboard.Application.Simulator;

/// <summary>Switches the simulator and sets its rate; takes effect within a second.</summary>
public sealed record ChangeSimulator(bool? Enabled, int? TransactionsPerSecond, Actor By) : IRequest<SimulatorStatus>;

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

internal sealed class ChangeSimulatorHandler(SimulatorFeed simulator, SharedSimulator shared, AuditTrail trail)
    : IRequestHandler<ChangeSimulator, SimulatorStatus>
{
    public async Task<SimulatorStatus> Handle(ChangeSimulator request, CancellationToken cancellationToken)
    {
        var before = simulator.Status;
        var after = simulator.Change(request.Enabled!.Value, request.TransactionsPerSecond!.Value);
        await shared.StoreAsync(after, cancellationToken);
        await trail.NoteAsync(
            request.By, AuditActions.SimulatorChanged, "simulator", new { before.Enabled, before.TransactionsPerSecond },
            new { after.Enabled, after.TransactionsPerSecond });
        return after;
    }
}
