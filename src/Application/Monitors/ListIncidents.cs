using Dashboard.Application.Monitors.Incidents;
using MediatR;

namespace Dashboard.Application.Monitors;

/// <summary>The incidents of this run of the program: those that are open, and the newest that ended.</summary>
public sealed record ListIncidents : IRequest<IncidentList>;

internal sealed class ListIncidentsHandler(IncidentWatch watch) : IRequestHandler<ListIncidents, IncidentList>
{
    public Task<IncidentList> Handle(ListIncidents request, CancellationToken cancellationToken) => Task.FromResult(watch.Incidents());
}
