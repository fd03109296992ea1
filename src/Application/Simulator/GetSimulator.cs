using MediatR;

namespace Dashboard.Application.Simulator;

/// <summary>The simulator's settings and counts.</summary>
public sealed record GetSimulator : IRequest<SimulatorStatus>;

internal sealed class GetSimulatorHandler(SimulatorFeed simulator) : IRequestHandler<GetSimulator, SimulatorStatus>
{
    public Task<SimulatorStatus> Handle(GetSimulator request, CancellationToken cancellationToken) => Task.FromResult(simulator.Status);
}
