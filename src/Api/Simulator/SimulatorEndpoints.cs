using Dashboard.Api.Auth;
using Dashboard.Api.Common;
using Dashboard.Api.Common.Bodies;
using Dashboard.Api.Common.Description;
using Dashboard.Application.Simulator;
using MediatR;

namespace Dashboard.Api.Simulator;

internal static class SimulatorEndpoints
{
    public static void MapSimulator(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/simulator").WithTags("Simulator");
        group.MapGet("/", (IMediator mediator, CancellationToken cancellationToken) => mediator.Send(new GetSimulator(), cancellationToken))
            .WithName("GetSimulator").WithSummary("The settings of the simulator").RequireAuthorization(Policies.See);
        group.MapPut("/", (HttpContext context, JsonBody<SimulatorBody> body, IMediator mediator, CancellationToken cancellationToken) =>
                mediator.Send(
                    new ChangeSimulator(body.Value.Enabled, body.Value.TransactionsPerSecond, context.Actor()), cancellationToken))
            .WithName("ChangeSimulator").WithSummary("Switches the simulator and sets its rate")
            .Accepts<SimulatorBody>("application/json").Refuses(Refusals.Invalid).RefusesBodies()
            .RequireAuthorization(Policies.Operate);
    }

    /// <summary>For the OpenAPI document.</summary>
    public static readonly BodyShape Body = new(
        typeof(SimulatorBody), ["enabled", "transactionsPerSecond"],
        new Dictionary<string, FieldShape>
        {
            ["enabled"] = FieldShape.Boolean,
            ["transactionsPerSecond"] = FieldShape.Integer(0, SimulatorOptions.MaxTransactionsPerSecond),
        })
    { Ignored = ["seed", "generated", "skipped"] };

    /// <summary>The body of a PUT. It may be the whole answer of a GET: the members that cannot be set are ignored.</summary>
    internal sealed record SimulatorBody(bool? Enabled, int? TransactionsPerSecond, int? Seed, long? Generated, long? Skipped);
}
