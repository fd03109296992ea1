using Dashboard.Application.Simulator;
using MediatR;

namespace Dashboard.Api.Simulator;

internal static class SimulatorEndpoints
{
    public static void MapSimulator(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/simulator").WithTags("Simulator");
        group.MapGet("/", (IMediator mediator, CancellationToken cancellationToken) => mediator.Send(new GetSimulator(), cancellationToken))
            .WithName("GetSimulator").WithSummary("How the simulator is set");
        group.MapPut("/", (SimulatorBody body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Send(new ChangeSimulator(body.Enabled, body.TransactionsPerSecond), cancellationToken))
            .WithName("ChangeSimulator").WithSummary("Switches the simulator and sets its rate").ProducesValidationProblem();
    }

    /// <summary>What a PUT takes. The other members of what GET gives may be sent back; they cannot be set and are passed over.</summary>
    internal sealed record SimulatorBody(bool? Enabled, int? TransactionsPerSecond, int? Seed, long? Generated, long? Skipped);
}
